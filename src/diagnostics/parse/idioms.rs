//! What people write who come from other languages, and how it is written here. One line each.

use super::{Clue, pattern};
use crate::diagnostics::{finding::Finding, scope};

/// An idiom: its pattern (see [`pattern`]), what to know, what to say at the underlined place, what to write.
type Idiom = (&'static str, &'static str, &'static str, &'static str);

/// The more particular stands before the more general.
#[rustfmt::skip]
const IDIOMS: &[Idiom] = &[
    // Functions and closures.
    ("~async ~with …", "there is no `with`: a closure holds a lock, a permit or a group", "", "m.lock(|value| { … }) holds a mutex\ns.acquire(|| { … }) holds a permit\ntask_group(|g| { … }) waits for its tasks\nconnection.transaction(|| { … }) keeps all changes or none"),
    ("~async ~for NAME in", "any loop may wait", "write `for`", "for {1} in … { … }"),
    ("for ~await", "any loop may wait", "leave this out", "for x in as_completed(tasks) { … }"),
    ("~async def/function/func/fn NAME ( … )", "`async` is not needed: any function can be a task", "leave this out", "fn {2}({3}) { … }, then spawn {2}({3})"),
    ("~async def/function/func/fn NAME", "`async` is not needed: any function can be a task", "leave this out", "fn {2}() { … }, then spawn {2}()"),
    ("~async", "`async` is not needed: any function can be a task", "leave this out", "let task = spawn || { … };"),
    ("~def/func/fun/sub/proc/define NAME ( … )", "a function starts with `fn`", "write `fn`", "fn {2}({3}) { … }"),
    ("~def/func/fun/sub/proc/define NAME", "a function starts with `fn`", "write `fn`", "fn {2}() { … }"),
    ("~function NAME ( … )", "a function starts with `fn`", "write `fn`", "fn {1}({2}) { … }"),
    ("~function NAME", "a function starts with `fn`", "write `fn`", "fn {1}() { … }"),
    ("~function ( … )", "a function without a name is a closure", "write `|…|`", "let add = |a, b| { a + b };"),
    ("~fn ( … )", "a function without a name is a closure", "write `|…|`", "let add = |a, b| { a + b };"),
    ("~lambda NAME :", "a closure is written with bars", "write `|{1}|`", "|{1}| {1} + 1"),
    ("~lambda", "a closure is written with bars", "write `|…|`", "|x| x + 1"),
    ("| ~=>", "a closure has no arrow", "leave this out", "|x| x + 1"),
    ("|| ~=>", "a closure has no arrow", "leave this out", "|| work()"),
    ("fn NAME ( … ) ~-> ~NAME", "functions do not name the type of their result", "leave this out", "fn {1}({2}) { … }"),
    ("fn NAME ( … NAME ~: ~NAME", "names carry no types", "leave this out", ""),
    ("fn NAME ( … ~= ~VALUE", "parameters have no default values", "leave this out", "a second function with fewer parameters can call this one"),
    ("fn NAME ( … ) ~:", "a block stands in `{ … }`", "write `{` here, and `}` after the last line", "fn {1}({2}) { … }"),
    ("~public/pub/static/export fn", "every function can be used everywhere", "leave this out", "fn work() { … }"),
    ("~@ ~NAME", "there are no decorators", "leave this out", ""),
    // Variables.
    ("~var NAME", "a variable starts with `let`", "write `let`", "let {1} = …;"),
    ("~int/float/double/string/bool/auto/val/local/static/final NAME =", "a variable starts with `let`", "write `let`", "let {2} = …;"),
    ("let ~mut NAME", "every variable can change", "leave this out", "let {1} = …;"),
    ("let/const NAME ~: ~NAME", "names carry no types", "leave this out", "{1} {2} = …;"),
    ("~:=", "`=` sets a variable", "write `=`", ""),
    ("let/const ~( NAME , NAME ) ~= …", "`let` makes one variable at a time", "write one name", "let pair = …;\nlet {2} = pair[0];\nlet {3} = pair[1];"),
    ("let/const ~( …", "`let` makes one variable at a time", "write one name", "let pair = …;\nlet first = pair[0];\nlet second = pair[1];"),
    ("const ~[ …", "`const` makes one constant at a time", "write one name", "let first = pair[0];\nlet second = pair[1];"),
    ("const ~{ …", "`const` makes one constant at a time", "write one name", "let x = point.x;\nlet y = point.y;"),
    ("START NAME ~, NAME …", "a variable is set by itself", "end the statement here", "let {1} = …;\nlet {2} = …;"),
    ("START NAME ~: ~NAME =", "names carry no types", "leave this out", "let {1} = …;"),
    ("let ~[ …", "`let` makes one variable at a time", "write one name", "let first = pair[0];\nlet second = pair[1];"),
    ("let ~{ …", "`let` makes one variable at a time", "write one name", "let x = point.x;\nlet y = point.y;"),
    ("let NAME ~, ~NAME", "`let` makes one variable at a time", "end the statement here", "let {1} = …;\nlet {2} = …;"),
    ("let/const NAME ~==", "`=` sets a variable, `==` compares", "write `=`", ""),
    ("let/const NAME ~+=", "a new variable is set with `=`", "write `=`", ""),
    ("let/const NAME ~-=", "a new variable is set with `=`", "write `=`", ""),
    ("let NAME = NAME ~=", "`=` gives no value, so it cannot be chained", "", "let {2} = …;\nlet {1} = {2};"),
    ("~del/global/nonlocal NAME", "`{1}` is not needed", "leave this out", ""),
    ("~$ ~NAME", "names have no `$`", "write `{1}`", ""),
    ("~spawn ( NAME ,", "`spawn` takes a call", "leave these parentheses out", "spawn {1}(…)"),
    ("= ~try", "`try` gives no value", "set the variable inside", "let x = ();\ntry { x = work(); } catch (error) { x = 0; }"),
    // Conditions.
    ("START ~if ~__name__ …", "a script runs from its first line", "leave this line out", ""),
    ("~_ ~if", "the case `_` takes all that is left, so it has no condition", "", "switch x { 1 if ok => \"one\", _ => if ok { \"two\" } else { \"three\" } }"),
    ("VALUE ~? ;", "an error goes on to the caller by itself", "leave this out", ""),
    ("~elif/elsif/elseif", "another condition starts with `else if`", "write `else if`", "if a { … } else if b { … } else { … }"),
    ("~and", "`and` is written `&&`", "write `&&`", ""),
    ("~or", "`or` is written `||`", "write `||`", ""),
    ("~not ~in", "`not in` is written `!in`", "write `!in`", "if !(x in list) { … } does the same"),
    ("~is ~not", "`is not` is written `!=`", "write `!=`", ""),
    ("~is", "`is` is written `==`", "write `==`", ""),
    ("~not", "`not` is written `!`", "write `!`", ""),
    ("~===", "two values are compared with `==`", "write `==`", ""),
    ("~!==", "two values are compared with `!=`", "write `!=`", ""),
    ("~<>", "two values are compared with `!=`", "write `!=`", ""),
    ("if/while … ~=", "`=` sets a variable, `==` compares", "write `==`", ""),
    ("VALUE ~if", "a choice starts with `if`", "write it before the value", "let x = if a { 1 } else { 2 };"),
    ("VALUE ~?", "a choice starts with `if`", "", "if a { b } else { c }"),
    ("~then {", "no `then` is needed", "leave this out", "if x > 0 { … }"),
    ("~unless", "there is no `unless`", "write `if !`", ""),
    ("~match NAME {", "a choice between values starts with `switch`", "write `switch`", "switch {1} { 1 => \"one\", _ => \"other\" }"),
    ("~match VALUE {", "a choice between values starts with `switch`", "write `switch`", "switch x { 1 => \"one\", _ => \"other\" }"),
    ("{ ~case", "the cases of a `switch` are `value => result`", "leave this out", "switch x { 1 => \"one\", _ => \"other\" }"),
    // Loops.
    ("for ~( NAME …", "a loop takes its values one by one", "no parentheses here", "for {1} in 0..3 { … }"),
    ("for ~( ~let/const/var NAME of/in", "a loop takes its values one by one", "no parentheses, no `{1}`", "for {2} in list { … }"),
    ("for ~( ~let/const/var NAME …", "a loop takes its values one by one", "no parentheses, no `{1}`", "for {2} in 0..3 { … }"),
    ("for ~let/const/var NAME", "the variable of a loop needs no `{1}`", "leave this out", "for {2} in list { … }"),
    ("for NAME ~of", "a loop takes its values with `in`", "write `in`", "for {1} in list { … }"),
    ("for NAME ~=", "a loop takes its values with `in`", "write `in`", "for {1} in 0..3 { … }"),
    ("for NAME ~, NAME in enumerate", "two names of a loop stand in parentheses, the value first", "write `({2}, {1})`", "for ({2}, {1}) in list { … }"),
    ("for NAME ~, NAME in", "two names of a loop stand in parentheses", "write `({1}, {2})`", "for ({1}, {2}) in list { … }"),
    ("for NAME in range ( … ) ~:", "a block stands in `{ … }`", "write `{` here, and `}` after the last line", "for {1} in 0..3 { … }"),
    ("NAME ~++", "`++` is written `+= 1`", "", "{1} += 1;"),
    ("NAME ~--", "`--` is written `-= 1`", "", "{1} -= 1;"),
    ("~++ NAME", "`++` is written `+= 1`", "", "{1} += 1;"),
    ("~-- NAME", "`--` is written `-= 1`", "", "{1} -= 1;"),
    // Blocks.
    ("START if/while/for/else/try/with/elif … ~: END", "a block stands in `{ … }`", "write `{` here, and `}` after the last line", "{1} {2} { … }"),
    ("~except/rescue", "an error is caught with `catch`", "write `catch`", "try { … } catch (error) { … }"),
    ("~finally", "there is no `finally`", "", "what must happen in any case stands in the `catch`, before the error is thrown on, and after the block:\ntry { work(); } catch (error) { clean_up(); throw error; }\nclean_up();"),
    ("catch ~NAME {", "the name of a caught error stands in parentheses", "write `({1})`", "try { … } catch ({1}) { … }"),
    ("~raise", "an error is thrown with `throw`", "write `throw`", "throw \"what went wrong\";"),
    ("~class/struct/interface/enum NAME", "there is no `{1}`", "a map holds values by name", "let point = #{ x: 1, y: 2 };"),
    ("~new NAME", "there is no `new`", "leave this out", ""),
    ("~typeof NAME", "the type of a value is asked with `type_of`", "write `type_of({1})`", ""),
    ("VALUE ~instanceof ~NAME", "the type of a value is asked with `type_of`", "write `type_of(…) == …`", ""),
    ("~delete NAME", "there is no `delete`", "", "map.remove(\"name\") takes a property out of a map"),
    ("~defer NAME", "there is no `defer`", "", "what must happen in any case stands in a `catch`, before the error is thrown on, and after the block"),
    ("~yield", "there is no `yield`", "", "yield_now() lets the other tasks run"),
    ("~go NAME", "a task starts with `spawn`", "write `spawn`", "spawn {1}()"),
    ("~thread NAME", "a task starts with `spawn`", "write `spawn`", "spawn {1}()"),
    // Calls.
    ("~print/println/echo/puts/printf TEXT", "`print` takes its values in parentheses", "", "print({2});"),
    ("~print/println/echo/puts/printf VALUE", "`print` takes its values in parentheses", "", "print({2});"),
    ("~sleep/sleep_blocking/busy/mark VALUE", "a call has parentheses", "", "{1}({2})"),
    ("( ~NAME ~= VALUE", "arguments go by their place, not by name", "leave this out", ""),
    (", ~NAME ~= VALUE", "arguments go by their place, not by name", "leave this out", ""),
    ("( ~* NAME", "an array is handed over as it is", "leave this out", ""),
    ("( ~& NAME", "a value is handed over as it is", "leave this out", ""),
    (", ~& NAME", "a value is handed over as it is", "leave this out", ""),
    ("= ~& NAME", "a value is handed over as it is", "leave this out", ""),
    ("~&mut NAME", "a value is handed over as it is", "leave this out", ""),
    ("~... NAME", "an array is handed over as it is", "leave this out", ""),
    ("spawn NAME ~=>", "`spawn` takes a call, a block or a closure", "", "spawn || {1}"),
    // Imports.
    ("START ~import ~NAME", "no import is needed", "leave this line out", "spawn, sleep and await are always there\nimport \"{1}\" as {1}; brings in a script of your own"),
    ("START ~from NAME", "no import is needed", "leave this line out", "spawn, sleep and await are always there"),
    ("~use NAME", "no import is needed", "leave this line out", "spawn, sleep and await are always there"),
    ("~# NAME <", "no import is needed", "leave this line out", ""),
    // Maps and arrays.
    ("~{ NAME/TEXT :", "a map starts with `#{`", "write `#{`", ""),
    ("~{ NAME :", "a map starts with `#{`", "write `#{`", "#{ {1}: … }"),
    ("~{ TEXT :", "a map starts with `#{`", "write `#{`", "#{ {1}: … }"),
    ("#{ NAME ~=", "a map is written `name: value`", "write `:`", "#{ {1}: … }"),
    ("#{ … , NAME ~=", "a map is written `name: value`", "write `:`", ""),
    ("VALUE [ … ~:", "a part of a list is taken with `..`", "write `..`", "list[1..3]"),
    ("VALUE ~as ~NAME", "a number is converted by a method", "write `.to_float()` or `.to_int()`", ""),
    ("~with", "there is no `with`", "", "write the steps one after the other"),
];

/// The first idiom of the table that the error touches.
pub(super) fn find(clue: &Clue) -> Option<Finding> {
    IDIOMS
        .iter()
        .find_map(|(pattern, title, label, help)| {
            let found = pattern::find(pattern, clue.tokens, clue.at)?;
            let finding = Finding::new(found.fill(title)).mark(found.mark.clone(), found.fill(label));
            Some(if help.is_empty() { finding } else { finding.help(found.fill(help)) })
        })
        .or_else(|| arrow(clue))
}

/// `[f(x) for x in list]`: a loop inside brackets, behind what it makes.
pub(super) fn comprehension(clue: &Clue) -> Option<Finding> {
    let tokens = clue.tokens;
    let word = [clue.at, clue.at.wrapping_sub(1)].into_iter().find(|&at| tokens.text(at) == "for")?;
    let open = tokens.enclosing(word).filter(|&open| open + 1 < word)?;
    if !matches!(tokens.text(open), "[" | "(" | "{" | "#{") || tokens.text(word + 2) != "in" {
        return None;
    }
    let close = scope::close(tokens, open).min(tokens.list.len());
    let text = |range: std::ops::Range<usize>| match range.is_empty() {
        true => "…",
        false => &tokens.text[tokens.span(range.start).start..tokens.span(range.end - 1).end],
    };
    let condition =
        (word + 3..close).find(|&at| tokens.text(at) == "if" && tokens.enclosing(at) == Some(open));
    let (item, name) = (text(open + 1..word), tokens.text(word + 1));
    let list = text(word + 3..condition.unwrap_or(close));
    let push = match condition {
        Some(condition) => format!("if {} {{ list.push({item}); }}", text(condition + 1..close)),
        None => format!("list.push({item});"),
    };
    let finding = Finding::new("a list is made by a loop around its statements")
        .mark(tokens.span(word), "a loop does not stand behind a value")
        .help(format!("let list = [];\nfor {name} in {list} {{ {push} }}"));
    let is_plain =
        condition.is_none() && !(open + 1..word).any(|at| matches!(tokens.text(at), "spawn" | "await" | ":"));
    Some(if is_plain { finding.help(format!("or {list}.map(|{name}| {item})")) } else { finding })
}

/// `(a, b) => …` and `x => …`, but not the cases of a `switch`.
fn arrow(clue: &Clue) -> Option<Finding> {
    let tokens = clue.tokens;
    let after_parameters = tokens.enclosing(clue.at).map(|open| scope::close(tokens, open) + 1);
    let arrow = [clue.at, clue.at + 1]
        .into_iter()
        .chain(after_parameters)
        .find(|&index| tokens.text(index) == "=>")?;
    if let Some(open) = tokens.enclosing(arrow)
        && (tokens.line_start(open)..open).any(|index| tokens.text(index) == "switch")
    {
        return None;
    }
    let (first, parameters) = match tokens.before(arrow, 1) {
        ")" => {
            let open = (0..arrow).rev().find(|&index| tokens.text(index) == "(")?;
            (open, &tokens.text[tokens.span(open).end..tokens.span(arrow - 1).start])
        }
        name => (arrow.checked_sub(1).filter(|&index| tokens.is_word(index))?, name),
    };
    let bars = format!("|{}|", parameters.trim());
    Some(
        Finding::new("a closure is written with bars")
            .mark(tokens.span(first).start..tokens.span(arrow).end, format!("write `{bars}`"))
            .help(format!("{bars} …")),
    )
}
