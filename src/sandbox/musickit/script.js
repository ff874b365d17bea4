// A stand-in for MusicKit on the Web, for a sandbox: the part of it that signs somebody in, as Apple's speaks it.
(() => {
  "use strict";
  const sandbox = new URL(document.currentScript.src).origin;
  const STATUS = { unavailable: -1, notDetermined: 0, denied: 1, restricted: 2, authorized: 3 };
  // As a blocker does it.
  if ("BLOCKED" === "yes") window.open = () => null;

  class Instance extends EventTarget {
    constructor(options) {
      super();
      this.developerToken = options.developerToken;
      this.app = options.app;
      const claims = JSON.parse(atob(options.developerToken.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
      this.key = `music.${String(claims.iss).toLowerCase()}.media-user-token`;
      this.musicUserToken = localStorage.getItem(this.key) || undefined;
      this.authorizationStatus = this.musicUserToken ? STATUS.authorized : STATUS.notDetermined;
    }

    get isAuthorized() {
      return this.authorizationStatus === STATUS.authorized;
    }

    authorize() {
      if (this.isAuthorized) return Promise.resolve(this.musicUserToken);
      return new Promise((resolve, reject) => {
        const info = {
          thirdPartyIconURL: "",
          thirdPartyName: location.host,
          thirdPartyParameters: "",
          thirdPartyToken: this.developerToken,
        };
        const address = new URL("/woa", sandbox);
        address.searchParams.set("app", "music");
        address.searchParams.set("p", "subscribe");
        address.searchParams.set("a", btoa(JSON.stringify({ thirdPartyName: info.thirdPartyName })));
        address.searchParams.set("referrer", location.href);
        const opened = window.open(address, "apple-music-service-view", "width=650,height=650");
        const hear = (event) => {
          if (event.origin !== sandbox || event.source !== opened || event.data?.jsonrpc !== "2.0") return;
          const { id, method, params = [] } = event.data;
          const settle = (act) => {
            window.removeEventListener("message", hear);
            clearInterval(poll);
            act();
          };
          const answer = (result) => opened.postMessage({ jsonrpc: "2.0", id, result }, sandbox);
          if (method === "thirdPartyInfo") answer(info);
          if (method === "authorize") settle(() => this.keep(params[0]).then(resolve));
          if (method === "decline") settle(() => reject(STATUS.denied));
          if (method === "unavailable") settle(() => reject(STATUS.unavailable));
          if (method === "switchUserId") settle(() => reject(STATUS.notDetermined));
        };
        window.addEventListener("message", hear);
        // As with Apple's: nobody polls a window that did not open, so that the promise never settles.
        const poll = opened && setInterval(() => {
          if (!opened.closed) return;
          window.removeEventListener("message", hear);
          clearInterval(poll);
          reject(STATUS.notDetermined);
        }, 500);
      });
    }

    async keep(token) {
      localStorage.setItem(this.key, token);
      this.musicUserToken = token;
      this.authorizationStatus = STATUS.authorized;
      const headers = { Authorization: `Bearer ${this.developerToken}`, "Music-User-Token": token };
      const home = await fetch(new URL("/v1/me/storefront", sandbox), { headers });
      if (home.ok) this.storefrontId = (await home.json()).data[0].id;
      return token;
    }
  }

  let instance;
  window.MusicKit = {
    version: "3.0.0-stand-in",
    async configure(options) {
      const token = options.developerToken || "";
      if (!/^[\w-]{16,}\.[\w-]{16,}\.[\w-]{16,}/.test(token)) throw new Error("Invalid token.");
      const claims = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
      if (claims.exp * 1000 < Date.now()) throw new Error("Initialized with an expired token.");
      instance = new Instance(options);
      return instance;
    },
    getInstance: () => instance,
  };
  document.dispatchEvent(new Event("musickitloaded"));
})();
