//! A run inside somebody else's page, such as a notebook's or a book's: the picture, and the page to go through.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::export::escape::xml;

/// The picture, with the run in words for those who do not see it.
pub fn embedded_picture(picture: &str, words: &str) -> String {
    format!(
        "<img class=\"meanwhile\" style=\"max-width:100%\" src=\"data:image/svg+xml;base64,{}\" alt=\"{}\">",
        BASE64_STANDARD.encode(picture),
        xml(&words.trim_end().replace('\n', " "))
    )
}

/// The page in a frame of its own that reaches nothing. `title` is what the run is called.
pub fn embedded_page(page: &str, title: &str) -> String {
    format!(
        "<iframe class=\"meanwhile\" title=\"Timeline of {}\" sandbox=\"allow-scripts\" \
         style=\"width:100%;height:42rem;border:0\" srcdoc=\"{}\"></iframe>",
        xml(title),
        attribute(page)
    )
}

/// A page as the value of an attribute, on one line, because in Markdown an empty line ends what is HTML. It comes out
/// unchanged, or its script and style would not be those that its policy names.
fn attribute(page: &str) -> String {
    page.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('\n', "&#10;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_comes_out_of_its_attribute_unchanged() {
        let page = "<p title=\"a & b\">\n&lt;&quot;</p>\r\n<script>'x' && \"y\"</script>";
        let frame = embedded_page(page, "\"<x>\"");
        let (_, rest) = frame.split_once("srcdoc=\"").unwrap();
        let (attribute, _) = rest.split_once('"').unwrap();
        let read = attribute.replace("&#10;", "\n").replace("&lt;", "<").replace("&quot;", "\"");
        assert_eq!(read.replace("&amp;", "&"), page);
        assert!(
            frame.contains("title=\"Timeline of &quot;&lt;x&gt;&quot;\" sandbox=\"allow-scripts\""),
            "{frame}"
        );
        let picture = embedded_picture("<svg/>", "One \"two\" <three>\nfour\n");
        assert!(picture.ends_with("alt=\"One &quot;two&quot; &lt;three&gt; four\">"), "{picture}");
    }
}
