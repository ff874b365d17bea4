//! The bindings themselves, as data.

use super::{super::response::Fold, Action, Context, Edit, KeyNotation, Motion};
use crate::domain::copying::Part;

/// Keys that do something in a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    pub context: Context,
    pub action: Action,
    /// How it is pressed; the first is the one that is shown where there is room for one.
    pub keys: &'static [KeyNotation],
    /// What it does, for the help and the palette.
    pub help: &'static str,
    /// What it does in a word or two, for the footer; empty keeps it out of the footer.
    pub footer: &'static str,
}

macro_rules! bindings {
    ($($context:ident { $([$($key:literal)*] $action:expr, $help:literal $(, $footer:literal)?;)+ })+) => {
        /// Every binding there is.
        pub const BINDINGS: &[Binding] = &[$($(Binding {
            context: Context::$context,
            action: $action,
            keys: &[$(KeyNotation($key)),*],
            help: $help,
            footer: concat!($($footer)?),
        }),+),+];
    };
}

bindings! {
    Anywhere {
        ["F5"] Action::Send, "send the request";
        ["Tab"] Action::NextPanel, "go to the next panel", "next panel";
        ["Shift-Tab"] Action::PreviousPanel, "go to the previous panel";
        ["Esc"] Action::Back, "cancel what runs, leave what is open, leave the field";
        ["F2"] Action::ShowEndpoint, "what is documented of the request in the form";
        ["F3"] Action::Browse, "find an endpoint, and put its path into the form";
        ["F8"] Action::Examine, "doctor: examine the credentials and the last request";
        ["F9"] Action::NextStep, "demo: the next step", "next step";
        ["F7"] Action::PassStep { forward: false }, "demo: back before the last step; nothing of it is undone";
        ["F4"] Action::PassStep { forward: true }, "demo: over the next step, or over the rest of this one";
        ["Ctrl-p"] Action::ShowPalette, "find any action by name", "palette";
        ["F1"] Action::ShowHelp, "show the keys", "help";
        ["Ctrl-r"] Action::Recall, "history: find a request that was sent, and repeat it", "history";
        ["Ctrl-c"] Action::Interrupt, "cancel what runs; else quit, the draft is kept";
        ["Ctrl-z"] Action::Suspend, "suspend to the shell; fg comes back";
        ["Ctrl-l"] Action::Redraw, "draw the screen anew; with --plain, read all of the panel";
        ["F12"] Action::TogglePresenter, "presenter mode on or off: nothing personal on the screen";
        ["F10"] Action::ToggleKeys, "show the keys that are pressed, or no longer";
        ["F6"] Action::Resume, "go on with the session that was cut off";
    }
    Path {
        ["Enter"] Action::Send, "send the request", "send";
        ["Ctrl-n" "Ctrl-Space"] Action::Complete, "list what could stand where the cursor is";
        ["Up"] Action::Move(Motion::Up), "go to the row above";
        ["Down"] Action::Move(Motion::Down), "go to the row below", "rows";
    }
    Stops {
        ["Tab"] Action::NextStop, "go to the next placeholder", "placeholder";
    }
    Offers {
        ["Tab"] Action::Accept, "take the chosen one, or the first", "take";
        ["Down" "Ctrl-n"] Action::Move(Motion::Down), "choose the next one", "choose";
        ["Up"] Action::Move(Motion::Up), "choose the one before";
        ["Esc"] Action::Back, "leave the list", "leave";
    }
    Chosen {
        ["Enter"] Action::Accept, "take it", "take";
    }
    Lines {
        ["F5"] Action::Send, "send the request", "send";
        ["Enter"] Action::Edit(Edit::Newline), "begin a new line";
        ["Up"] Action::Move(Motion::Up), "go to the line above, from the first one to the row above";
        ["Down"] Action::Move(Motion::Down), "go to the line below, from the last one to the row below";
    }
    Field {
        ["Esc"] Action::Back, "leave the field, or cancel the request that runs", "leave";
        ["Ctrl-x Ctrl-e"] Action::ExternalEditor, "write the body in $EDITOR";
        ["Left" "Ctrl-b"] Action::Edit(Edit::Left), "one character left";
        ["Right" "Ctrl-f"] Action::Edit(Edit::Right), "one character right";
        ["Ctrl-Left"] Action::Edit(Edit::WordLeft), "one word left";
        ["Ctrl-Right"] Action::Edit(Edit::WordRight), "one word right";
        ["Home" "Ctrl-a"] Action::Edit(Edit::Home), "start of the line";
        ["End" "Ctrl-e"] Action::Edit(Edit::End), "end of the line";
        ["Backspace" "Ctrl-h"] Action::Edit(Edit::Backspace), "delete the character before the cursor";
        ["Delete" "Ctrl-d"] Action::Edit(Edit::Delete), "delete the character under the cursor";
        ["Ctrl-w"] Action::Edit(Edit::DeleteWord), "delete the word before the cursor";
        ["Ctrl-u"] Action::Edit(Edit::DeleteToStart), "delete to the start of the line";
        ["Ctrl-k"] Action::Edit(Edit::DeleteToEnd), "delete to the end of the line";
        ["Ctrl-_" "Ctrl-7"] Action::Edit(Edit::Undo), "undo";
        ["Ctrl-y"] Action::Edit(Edit::Redo), "redo";
    }
    Panel {
        ["1"] Action::FocusRequest, "go to the request";
        ["2"] Action::FocusResponse, "go to the response";
        ["3"] Action::FocusErrors, "go to the errors";
        ["z"] Action::Zoom, "give the focused panel the whole screen, and back";
        ["r"] Action::SendAgain, "send the last request again", "again";
        ["["] Action::Travel { forward: false }, "go back to the response before, as it was left", "back";
        ["]"] Action::Travel { forward: true }, "go forward again", "forward";
        ["d"] Action::Examine, "doctor: examine the credentials and the last request", "doctor";
        ["x"] Action::Experiment, "experiment: the last request with each set of tokens";
        ["I"] Action::SignIn, "sign in: fetch a Music User Token with a browser";
        ["y r"] Action::CopyReport, "copy the doctor's report, secrets taken out";
        ["y s"] Action::PrintCopied, "copy by hand: the last copy, printed outside the screen", "by hand";
        ["y T"] Action::CopyToken, "copy the developer token itself; asks first";
        ["M"] Action::ToggleMouse, "switch the mouse on or off";
        ["S"] Action::PickStorefront, "ask in another storefront or language from now on";
        [":"] Action::ShowPalette, "find any action by name";
        ["?"] Action::ShowHelp, "show the keys";
        ["q"] Action::Quit, "quit", "quit";
    }
    Form {
        ["Enter"] Action::Send, "send the request", "send";
        ["Space"] Action::ToggleRow, "change the row: the next method, a token on or off", "change";
        ["i"] Action::EditRow, "edit the row", "edit";
        ["Up" "k"] Action::Move(Motion::Up), "go to the row above";
        ["Down" "j"] Action::Move(Motion::Down), "go to the row below", "rows";
        ["m"] Action::NextMethod, "the next method", "method";
        ["D"] Action::ToggleDeveloper, "send the developer token, or not";
        ["U"] Action::ToggleUser, "send the Music User Token, or not";
        ["p"] Action::EditPath, "edit the path";
        ["H"] Action::EditHeaders, "edit the headers";
        ["b"] Action::EditBody, "edit the body";
        ["e"] Action::ExternalEditor, "write the body in $EDITOR";
        ["y c"] Action::CopyCurl, "copy the request as curl; tokens stay variables", "curl";
        ["y x"] Action::CopyExport, "copy the request as code in a language to choose", "code";
    }
    Response {
        ["j" "Down"] Action::Move(Motion::Down), "down";
        ["k" "Up"] Action::Move(Motion::Up), "up";
        ["o"] Action::Visit, "open the resource, relationship or href under the cursor", "go there";
        ["l" "Right"] Action::Move(Motion::In), "unfold, then the first one inside", "unfold";
        ["h" "Left"] Action::Move(Motion::Out), "fold, then the one around", "fold";
        ["J"] Action::Move(Motion::NextSibling), "the next one beside it";
        ["K"] Action::Move(Motion::PreviousSibling), "the previous one beside it";
        ["g" "Home"] Action::Move(Motion::First), "the first row";
        ["G" "End"] Action::Move(Motion::Last), "the last row";
        ["Ctrl-d"] Action::Move(Motion::HalfPageDown), "half a page down";
        ["Ctrl-u"] Action::Move(Motion::HalfPageUp), "half a page up";
        ["PgDn" "Space"] Action::Move(Motion::PageDown), "a page down";
        ["PgUp"] Action::Move(Motion::PageUp), "a page up";
        ["c"] Action::Fold(Fold::Siblings { open: false }), "fold the row and those beside it";
        ["e"] Action::Fold(Fold::Siblings { open: true }), "unfold the row and those beside it";
        ["C"] Action::Fold(Fold::All { open: false }), "fold everything";
        ["E"] Action::Fold(Fold::All { open: true }), "unfold everything";
        ["-"] Action::Fold(Fold::Subtree { open: false }), "fold the row and everything inside it";
        ["*"] Action::Fold(Fold::Subtree { open: true }), "unfold the row and everything inside it";
        ["L 1"] Action::Fold(Fold::Level(1)), "unfold one level, and fold the rest";
        ["L 2"] Action::Fold(Fold::Level(2)), "unfold two levels, and fold the rest";
        ["L 3"] Action::Fold(Fold::Level(3)), "unfold three levels, and fold the rest";
        ["L 4"] Action::Fold(Fold::Level(4)), "unfold four levels, and fold the rest";
        ["L 5"] Action::Fold(Fold::Level(5)), "unfold five levels, and fold the rest";
        ["f"] Action::Follow, "follow the next at or after the cursor; its items join the list", "follow next";
        ["F"] Action::FollowAll, "follow every next of the list to its end; what came stays when it is stopped", "follow all";
        ["/"] Action::Search, "search keys and values", "search";
        ["|" "Ctrl-f"] Action::Filter, "filter the response with jq, as you type", "jq";
        ["s"] Action::Save, "save the page, all pages, or the value under the cursor to a file", "save";
        ["Enter"] Action::Open, "go where a next, href or identifier leads; else fold, or show the value", "open";
        ["n"] Action::Hit { forward: true }, "the next hit of the search", "next hit";
        ["N"] Action::Hit { forward: false }, "the hit before";
        ["t"] Action::TogglePlain, "resources by name, or plain JSON", "plain";
        ["y v"] Action::Copy(Part::Value), "copy the value, decoded; of what holds others, its JSON", "value";
        ["y k"] Action::Copy(Part::Key), "copy the key, or the number in its list", "key";
        ["y p"] Action::Copy(Part::Path), "copy the path, as jq writes it", "path";
        ["y P"] Action::Copy(Part::Pointer), "copy the path as a JSON pointer", "pointer";
        ["y o"] Action::Copy(Part::Object), "copy the JSON as it came, over all pages", "JSON";
        ["y c"] Action::CopyCurl, "copy the request as curl; tokens stay variables", "curl";
        ["y x"] Action::CopyExport, "copy the request as code in a language to choose", "code";
        ["O"] Action::ShowWays, "relationships, views and equivalents of the resource under the cursor", "ways on";
        ["A"] Action::AskElsewhere, "ask for this once more in another storefront";
        ["w"] Action::ToggleHeaders, "the answer's headers and times, and back", "headers";
        ["v"] Action::TogglePreview, "the resource or the whole value under the cursor below the tree", "detail";
        ["V"] Action::ShowValue, "the resource or the whole value under the cursor, over the panels";
        [] Action::Page, "read the value under the cursor in $PAGER, a line for each member";
        ["i"] Action::ShowResource, "the resource around the cursor, over the panels";
        ["Ctrl-e"] Action::ScrollPreview(Motion::Down), "down in the value below the tree";
        ["Ctrl-y"] Action::ScrollPreview(Motion::Up), "up in the value below the tree";
        ["m m"] Action::Hold { is_page: false }, "hold this response, to compare another one with it";
        ["m p"] Action::Hold { is_page: true }, "hold the page under the cursor, to compare another one with it";
        ["="] Action::Compare, "compare this response, or page, with the one that is held", "compare";
    }
    Errors {
        ["j" "Down"] Action::Move(Motion::Down), "down", "scroll";
        ["k" "Up"] Action::Move(Motion::Up), "up";
        ["g" "Home"] Action::Move(Motion::First), "to the start";
        ["G" "End"] Action::Move(Motion::Last), "to the end";
        ["Ctrl-d" "PgDn" "Space"] Action::Move(Motion::HalfPageDown), "half a page down";
        ["Ctrl-u" "PgUp"] Action::Move(Motion::HalfPageUp), "half a page up";
    }
    Search {
        ["Enter"] Action::Accept, "stay at what was found", "stay";
        ["Esc"] Action::Back, "leave the search, for where it began", "leave";
        ["Ctrl-t"] Action::NextScope, "look in keys and values, in keys, in values", "keys/values";
        ["Up"] Action::Move(Motion::Up), "what was looked for before", "earlier";
        ["Down"] Action::Move(Motion::Down), "what was looked for after that";
    }
    Filter {
        ["Enter"] Action::Accept, "keep what the filter makes of the response on view", "keep";
        ["Esc"] Action::Back, "leave the filter, for the response", "leave";
        ["Ctrl-t"] Action::Switch, "filter one page, or all pages", "one page or all";
    }
    Save {
        ["Enter"] Action::Accept, "save", "save";
        ["Tab" "Ctrl-t"] Action::Switch, "the next thing to save: the page, all pages, the value", "what";
        ["Esc"] Action::Back, "leave without saving", "leave";
    }
    Palette {
        ["Enter"] Action::Accept, "do it", "do it";
        ["Up"] Action::Move(Motion::Up), "the one above";
        ["Down" "Ctrl-n"] Action::Move(Motion::Down), "the one below", "choose";
    }
    History {
        ["Enter"] Action::Accept, "send it again", "send";
        ["Tab"] Action::Reuse, "put it into the form, and send nothing", "edit";
        ["Up"] Action::Move(Motion::Up), "the newer one";
        ["Down" "Ctrl-n"] Action::Move(Motion::Down), "the older one", "choose";
        ["Esc"] Action::Back, "leave the history", "leave";
    }
    Help {
        ["j" "Down"] Action::Move(Motion::Down), "down", "scroll";
        ["k" "Up"] Action::Move(Motion::Up), "up";
        ["g" "Home"] Action::Move(Motion::First), "to the start";
        ["G" "End"] Action::Move(Motion::Last), "to the end";
        ["Ctrl-d" "PgDn" "Space"] Action::Move(Motion::HalfPageDown), "half a page down";
        ["Ctrl-u" "PgUp"] Action::Move(Motion::HalfPageUp), "half a page up";
        ["Tab" "a"] Action::Switch, "the keys of every panel, or of this one alone", "all keys";
        ["Esc" "q" "?" "F1"] Action::Back, "leave the help", "leave";
        ["M"] Action::ToggleMouse, "switch the mouse on or off";
    }
    Value {
        ["j" "Down"] Action::Move(Motion::Down), "down", "scroll";
        ["k" "Up"] Action::Move(Motion::Up), "up";
        ["g" "Home"] Action::Move(Motion::First), "to the start";
        ["G" "End"] Action::Move(Motion::Last), "to the end", "end";
        ["Ctrl-d"] Action::Move(Motion::HalfPageDown), "half a page down";
        ["Ctrl-u"] Action::Move(Motion::HalfPageUp), "half a page up";
        ["PgDn" "Space"] Action::Move(Motion::PageDown), "a page down", "page";
        ["PgUp"] Action::Move(Motion::PageUp), "a page up";
        ["p"] Action::Page, "read the value under the cursor in $PAGER, a line for each member", "pager";
        ["Esc" "q" "v" "V" "i"] Action::Back, "leave it", "leave";
        ["M"] Action::ToggleMouse, "switch the mouse on or off";
    }
    Comparison {
        ["n"] Action::Difference { forward: true }, "the next difference", "next";
        ["N"] Action::Difference { forward: false }, "the difference before", "before";
        ["j" "Down"] Action::Move(Motion::Down), "down", "move";
        ["k" "Up"] Action::Move(Motion::Up), "up";
        ["g" "Home"] Action::Move(Motion::First), "to the start";
        ["G" "End"] Action::Move(Motion::Last), "to the end";
        ["Ctrl-d"] Action::Move(Motion::HalfPageDown), "half a page down";
        ["Ctrl-u"] Action::Move(Motion::HalfPageUp), "half a page up";
        ["PgDn" "Space"] Action::Move(Motion::PageDown), "a page down", "page";
        ["PgUp"] Action::Move(Motion::PageUp), "a page up";
        ["Esc" "q" "="] Action::Back, "leave it", "leave";
        ["M"] Action::ToggleMouse, "switch the mouse on or off";
    }
    Doctor {
        ["Esc" "q"] Action::Back, "leave it; what is being asked is given up", "leave";
        ["j" "Down"] Action::Move(Motion::Down), "down", "scroll";
        ["k" "Up"] Action::Move(Motion::Up), "up";
        ["g" "Home"] Action::Move(Motion::First), "to the start";
        ["G" "End"] Action::Move(Motion::Last), "to the end", "end";
        ["Ctrl-d"] Action::Move(Motion::HalfPageDown), "half a page down";
        ["Ctrl-u"] Action::Move(Motion::HalfPageUp), "half a page up";
        ["PgDn" "Space"] Action::Move(Motion::PageDown), "a page down", "page";
        ["PgUp"] Action::Move(Motion::PageUp), "a page up";
        ["d"] Action::Examine, "examine again", "again";
        ["x"] Action::Experiment, "experiment: the last request with each set of tokens", "experiment";
        ["y r"] Action::CopyReport, "copy the doctor's report, secrets taken out", "report";
        ["a"] Action::Permit, "allow the question that goes to Apple's public host";
        ["M"] Action::ToggleMouse, "switch the mouse on or off";
    }
    Endpoint {
        ["Esc" "q" "F2"] Action::Back, "leave it", "leave";
        ["i"] Action::InsertExample, "put the body of the example into the form", "body";
        ["j" "Down"] Action::Move(Motion::Down), "down", "scroll";
        ["k" "Up"] Action::Move(Motion::Up), "up";
        ["g" "Home"] Action::Move(Motion::First), "to the start";
        ["G" "End"] Action::Move(Motion::Last), "to the end", "end";
        ["Ctrl-d" "PgDn" "Space"] Action::Move(Motion::HalfPageDown), "half a page down";
        ["Ctrl-u" "PgUp"] Action::Move(Motion::HalfPageUp), "half a page up";
        ["M"] Action::ToggleMouse, "switch the mouse on or off";
    }
    SignIn {
        ["Esc" "q"] Action::Back, "close the page, and sign in no more", "give up";
        ["y"] Action::CopyLink, "copy the page's address", "copy address";
        ["j" "Down"] Action::Move(Motion::Down), "down", "scroll";
        ["k" "Up"] Action::Move(Motion::Up), "up";
        ["g" "Home"] Action::Move(Motion::First), "to the start";
        ["G" "End"] Action::Move(Motion::Last), "to the end";
        ["Ctrl-d" "PgDn" "Space"] Action::Move(Motion::HalfPageDown), "half a page down";
        ["Ctrl-u" "PgUp"] Action::Move(Motion::HalfPageUp), "half a page up";
        ["M"] Action::ToggleMouse, "switch the mouse on or off";
    }
    Question {
        ["y"] Action::Accept, "yes", "yes";
        ["n" "q"] Action::Decline, "no", "no";
    }
}
