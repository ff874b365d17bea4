//! Plants secrets wherever a person could put them, and looks for eight characters of any of them in everything that
//! comes out: each cell of each frame, what types print of themselves, files, and what the program writes as it fails.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/stage.rs"]
mod stage;

#[path = "secrets/echoed.rs"]
mod echoed;
#[path = "secrets/present.rs"]
mod present;
#[path = "secrets/program.rs"]
mod program;
#[path = "secrets/seeker.rs"]
mod seeker;
#[path = "secrets/sources.rs"]
mod sources;
#[path = "secrets/taken.rs"]
mod taken;
#[path = "secrets/typed.rs"]
mod typed;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use seeker::{Planted, Seeker};
use segue::{
    app::{
        event::{Event, Key, KeyCode},
        message::Message,
        model::Model,
        update::update,
    },
    domain::abilities::Charset,
    ui::{Theme, plain::Reader},
};
use stage::{Setting, Sight, Stage, Witness, text};

/// The sizes of the three layouts: side by side, stacked, one panel at a time.
const SIZES: [(u16, u16); 3] = [(160, 50), (80, 24), (30, 10)];

/// Leads through every panel, view and overlay, from any state but a question.
const TOUR: [&str; 25] = [
    "<Esc><Esc><Esc>1<Esc>",
    "H",
    "<Home>",
    "<Esc>b",
    "<C-p>the<Esc><Esc>",
    "<C-r>v1<Down><Tab>",
    "<Esc>p<Home>",
    "<Esc>2",
    "E",
    "yvykypyPyo",
    "ycyx<Enter>",
    "yxrust<Enter>",
    "|.",
    "<Esc>",
    "s<Tab><Esc>",
    "t",
    "E<PgDn>",
    "w",
    "<PgDn>",
    "w",
    "3",
    "zGgz",
    "<F1>",
    "G",
    "<Esc>",
];

/// Looks at every frame, at the model behind it, and at every answer.
fn witness(seeker: &Arc<Seeker>) -> Witness {
    /// What is read out comes from the frame, and takes far longer than it: one of so many is read.
    const READ: usize = 8;
    let seeker = Arc::clone(seeker);
    let frames = AtomicUsize::new(0);
    Arc::new(move |sight| match sight {
        Sight::Frame(model, buffer) => {
            seeker.look("a frame", &text(buffer));
            // It is read from a sheet of its own size, whatever that of the screen is.
            let is_read = frames.fetch_add(1, Ordering::Relaxed).is_multiple_of(READ);
            if buffer.area.width == SIZES[0].0 && is_read {
                let read = Reader::new(None).tell(model, &Theme::plain(Charset::Unicode));
                seeker.look("what is read out", &read);
            }
            seeker.look("a model", &format!("{model:?}"));
        }
        Sight::Copied(text) => seeker.look("the clipboard", text),
        Sight::Printed(lines) => seeker.look("what is printed", lines),
        Sight::Lent(what) => seeker.look("what the terminal is lent to", what),
        Sight::Answer(message) => seeker.look("a message", &format!("{message:?}")),
    })
}

fn watched(setting: Setting, seeker: &Arc<Seeker>) -> Stage {
    Setting { witness: witness(seeker), ..setting }.open()
}

/// Walks through the screens in every size.
async fn tour(stage: &mut Stage) {
    for (width, height) in SIZES {
        stage.send(Event::Resize(width, height));
        for keys in TOUR {
            stage.keys(keys).await;
        }
    }
}

/// Types a text key by key, each of them drawn.
async fn type_slowly(stage: &mut Stage, text: &str) {
    for c in text.chars() {
        stage.send(Event::Key(match c {
            '\n' => Key::plain(KeyCode::Enter),
            c => Key::char(c),
        }));
        stage.drawn().await;
    }
}

/// Ends the script; what the model would still ask for is looked at too: to send, to edit, to keep.
async fn leave(stage: Stage, seeker: &Seeker) {
    let model = stage.quit().await;
    for keys in ["<F5>", "<Esc><Esc>2r", "<Esc><Esc>1<Esc>e", "<C-x><C-e>", "<Esc>"] {
        let mut model = Model::clone(&model);
        for key in stage::keys(keys) {
            let effects = update(&mut model, Message::Input(Event::Key(key)));
            seeker.look("effects", &format!("{effects:?}"));
        }
        let effects = update(&mut model, Message::Terminate);
        seeker.look("effects", &format!("{effects:?}"));
    }
}
