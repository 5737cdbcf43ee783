//! A run inside somebody else's page, such as a notebook's: the picture, and below it the page to go through.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::export::escape::xml;

/// Rows of pixels that the page gets.
const HEIGHT: u16 = 640;

/// The picture, and the page in a frame of its own that reaches nothing. Where frames are taken out, the picture stays, with
/// the run in words for those who do not see it.
pub fn widget(picture: &str, page: &str, words: &str) -> String {
    let image = BASE64_STANDARD.encode(picture);
    format!(
        "<img alt=\"{}\" style=\"max-width:100%\" src=\"data:image/svg+xml;base64,{image}\">\n\
         <details><summary>Go through the run</summary>\n\
         <iframe title=\"The run, to go through\" sandbox=\"allow-scripts\" loading=\"lazy\" \
         style=\"width:100%;height:{HEIGHT}px;border:0\" srcdoc=\"{}\"></iframe></details>",
        xml(&words.trim_end().replace('\n', " ")),
        // The page is markup of our own, in which all texts are harmless; here it has to be one attribute, and come
        // out of it unchanged, or its script and style would not be those that its policy names.
        page.replace('&', "&amp;").replace('"', "&quot;")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_comes_out_of_its_attribute_unchanged() {
        let page = "<p title=\"a & b\">\n&lt;&quot;</p>\r\n<script>'x' && \"y\"</script>";
        let widget = widget("<svg/>", page, "One \"two\" <three>\nfour\n");
        let (_, rest) = widget.split_once("srcdoc=\"").unwrap();
        let (attribute, _) = rest.split_once('"').unwrap();
        assert_eq!(attribute.replace("&quot;", "\"").replace("&amp;", "&"), page);
        assert!(widget.starts_with("<img alt=\"One &quot;two&quot; &lt;three&gt; four\" "), "{widget}");
        assert!(widget.contains("sandbox=\"allow-scripts\""));
    }
}
