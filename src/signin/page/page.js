// The sign-in page of Segue: loads MusicKit, asks for a Music User Token in a click, and hands it to the terminal.
(() => {
  "use strict";
  const PATIENCE = 20_000; // For the event that MusicKit sends when it is ready.
  const LIMIT = 5 * 60_000; // As long as Segue listens.
  const $ = (id) => document.getElementById(id);
  const here = location.pathname;
  let music;
  let isBusy = false;
  let isOver = false;

  function say(text, kind = "") {
    $("said").textContent = text;
    $("status").className = kind && `is-${kind}`;
    document.querySelector(".mark").textContent = { good: "✓", bad: "✗", ask: "→" }[kind] || "…";
  }

  async function post(part, value) {
    const answer = await fetch(here + part, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(value),
      cache: "no-store",
    });
    const told = await answer.json().catch(() => ({}));
    return { ok: answer.ok, told };
  }

  const step = (name) => post("step", { step: name }).catch(() => {});

  // Tells the terminal what went wrong, and shows what the doctor makes of it.
  async function trouble(seen, words) {
    say(words, "bad");
    const answer = await post("step", { step: "trouble", origin: location.origin, ...seen }).catch(() => undefined);
    const found = answer?.ok ? answer.told : [];
    $("problems").replaceChildren(...found.map(problem));
    if (!found.length && seen.error) $("problems").append(problem({ id: "", says: seen.error, fix: "" }));
  }

  function problem({ id, says, fix }) {
    const box = document.createElement("div");
    box.className = "problem";
    const first = document.createElement("p");
    if (id) {
      const code = document.createElement("code");
      code.textContent = `${id} `;
      first.append(code);
    }
    first.append(says);
    const second = document.createElement("p");
    second.textContent = fix;
    box.append(first, second);
    return box;
  }

  // What was not let through is evidence: an extension, or a change of Apple's that this page does not know.
  const refused = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    const what = `${event.effectiveDirective} ${event.blockedURI}`;
    if (refused.includes(what) || refused.length > 9) return;
    refused.push(what);
    const isScript = event.effectiveDirective.startsWith("script-src");
    const error = `Content Security Policy refused ${what}`;
    post("step", { step: "trouble", origin: location.origin, error, ...(isScript ? { scriptLoaded: false } : {}) }).catch(() => {});
  });

  function words(fault) {
    if (typeof fault === "number") return { status: fault };
    const name = fault?.name && fault.name !== "Error" ? `${fault.name}: ` : "";
    const status = typeof fault?.authorizationStatus === "number" ? { status: fault.authorizationStatus } : {};
    return { error: `${name}${fault?.reason || fault?.message || fault}`, ...status };
  }

  function load(source) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("musickitloaded did not come within 20 seconds")), PATIENCE);
      document.addEventListener("musickitloaded", () => { clearTimeout(late); resolve(); }, { once: true });
      const script = document.createElement("script");
      script.src = source;
      script.onerror = () => { clearTimeout(late); reject(new Error(`${new URL(source).host} did not deliver musickit.js`)); };
      document.head.append(script);
    });
  }

  async function begin() {
    step("opened");
    let terms;
    try {
      const answer = await fetch(`${here}terms`, { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      terms = await answer.json();
    } catch {
      end("This page was used, or its five minutes are over. Ask Segue for a new one: segue login", "bad");
      return;
    }
    try {
      await load(terms.script);
    } catch (fault) {
      await trouble({ scriptLoaded: false, error: fault.message }, "MusicKit did not load. Reload this page once it can.");
      return;
    }
    try {
      music = await window.MusicKit.configure({ developerToken: terms.developerToken, app: terms.app });
      music ||= window.MusicKit.getInstance();
    } catch (fault) {
      await trouble({ scriptLoaded: true, ...words(fault) }, "MusicKit refused to start.");
      return;
    }
    step("loaded");
    offer();
  }

  function offer() {
    const isKnown = Boolean(music.isAuthorized);
    if (isKnown) step("known");
    say(isKnown ? "An account is signed in on this page already." : "Ready. Apple’s window opens when you go on.", "ask");
    $("go").textContent = isKnown ? "Continue with this account" : "Sign in with Apple";
    $("other").hidden = !isKnown;
    $("actions").hidden = false;
  }

  // MusicKit's own keys in this browser. To forget them is not to revoke the token, as unauthorize() would.
  function forget() {
    for (const key of Object.keys(localStorage)) if (key.startsWith("music.")) localStorage.removeItem(key);
  }

  // A blocked window gives null, and MusicKit's promise never settles then: so it is looked at here.
  function watched(authorize) {
    const open = window.open;
    let restore;
    const blocked = new Promise((_, reject) => {
      window.open = (...given) => {
        const opened = open.apply(window, given);
        if (opened) step("window");
        else reject(Object.assign(new Error("window.open returned null"), { isBlocked: true }));
        return opened;
      };
      restore = () => { window.open = open; };
    });
    // MusicKit tells Apple the address of this page. What makes it secret is taken out for that moment.
    history.replaceState(null, "", "/");
    let asked;
    try {
      asked = Promise.resolve(authorize());
    } catch (fault) {
      asked = Promise.reject(fault);
    } finally {
      history.replaceState(null, "", here);
    }
    return Promise.race([asked, blocked]).finally(restore);
  }

  // A window that closed with no token may have shown why; only the person in front of it knows.
  for (const button of document.querySelectorAll("[data-error]")) {
    button.addEventListener("click", () => {
      trouble({ settled: true, status: 0, error: button.dataset.error }, "Apple’s window refused. You can try again.");
    });
  }

  async function go() {
    if (isBusy || isOver) return;
    isBusy = true;
    $("go").disabled = $("other").disabled = true;
    $("problems").replaceChildren();
    $("seen").hidden = true;
    try {
      const asked = watched(() => music.authorize());
      say("Waiting for Apple’s window. Close it to start again.");
      const token = (await asked) || music.musicUserToken;
      await hand(token);
    } catch (fault) {
      const seen = fault?.isBlocked ? { windowBlocked: true, settled: false } : { settled: true, ...words(fault) };
      await trouble(seen, fault?.isBlocked ? "The browser blocked Apple’s window." : "No token came. You can try again.");
      $("seen").hidden = seen.status !== 0;
    } finally {
      isBusy = false;
      $("go").disabled = $("other").disabled = isOver;
    }
  }

  async function hand(token) {
    say("Signed in with Apple. The terminal looks at the token.");
    let answer;
    try {
      answer = await post("token", { token });
    } catch {
      byHand(token);
      return;
    }
    if (answer.ok) {
      forget();
      end(answer.told.says || "Signed in. Go back to the terminal.", "good");
    } else if (answer.told.says) {
      forget();
      end(answer.told.says, "bad");
    } else {
      byHand(token);
    }
  }

  function byHand(token) {
    end("The terminal could not be reached.", "bad");
    $("by-hand").hidden = false;
    $("show").onclick = () => {
      $("token").value = token;
      $("shown").hidden = false;
      $("show").hidden = true;
      $("token").focus();
      $("token").select();
    };
    $("copy").onclick = async () => {
      $("token").select();
      await navigator.clipboard.writeText(token).catch(() => document.execCommand("copy"));
      $("copy").textContent = "Copied";
    };
  }

  function end(text, kind) {
    isOver = true;
    say(text, kind);
    $("actions").hidden = $("seen").hidden = true;
    $("title").textContent = kind === "good" ? "Signed in" : "Not signed in";
    document.title = `${$("title").textContent} · Segue`;
    $("title").focus();
  }

  $("go").addEventListener("click", go);
  $("other").addEventListener("click", () => { forget(); location.reload(); });
  setTimeout(() => {
    if (!isOver && !isBusy) end("The five minutes are over. Ask Segue for a new page: segue login", "bad");
  }, LIMIT);
  begin();
})();
