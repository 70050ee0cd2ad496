/* The demo page: language, country and shopper are chosen above, and the widget follows. */
(() => {
  "use strict";
  const { languages, markets, homes } = document.body.dataset;
  const homeOf = Object.fromEntries(homes.split(" ").map((pair) => pair.split(":")));
  const known = languages.split(" ");
  const chat = document.createElement("dragoman-chat"); // joins the page once it is known who shops: a chat without the token would end the shopper's session
  const pick = (id) => document.getElementById(id);
  const chosen = new URLSearchParams(location.search);
  let shoppers = [];
  let words = {};

  const name = (code, type, language) => {
    try { return new Intl.DisplayNames([language], { type }).of(code) || code; } catch { return code; }
  };
  const option = (value, text) => {
    const made = document.createElement("option");
    made.value = value;
    made.textContent = text;
    return made;
  };

  function bestLanguage(wanted) {
    if (/^zh-(TW|HK|MO|Hant)/i.test(wanted)) return "zh-Hant";
    const short = wanted.split("-")[0].toLowerCase();
    return known.includes(short) ? short : "en";
  }

  function locale() {
    const language = pick("language").value;
    return language === "zh-Hant" ? (pick("market").value === "HK" ? "zh-HK" : "zh-TW") : `${language}-${pick("market").value}`;
  }

  async function show() {
    const language = pick("language").value;
    const market = pick("market").value;
    const shopper = shoppers.find((one) => one.customer_id === pick("shopper").value);
    words = await (await fetch("/demo/strings/" + language)).json();
    document.documentElement.lang = words.lang;
    document.documentElement.dir = words.dir;
    for (const element of document.querySelectorAll("[data-text]")) element.textContent = words[element.dataset.text];
    const money = new Intl.NumberFormat(locale(), { style: "currency", currency: "EUR", maximumFractionDigits: 0 });
    for (const element of document.querySelectorAll("[data-price]")) element.textContent = money.format(element.dataset.price);
    fill("market", markets.split(" ").map((code) => [code, name(code, "region", language)])
      .sort((a, b) => a[1].localeCompare(b[1], language)), market);
    fill("shopper", [["", words.anonymous], ...shoppers.map((one) => [one.customer_id, `${one.name} · ${name(one.market, "region", language)}`])],
      shopper ? shopper.customer_id : "");
    pick("who").textContent = shopper ? words.signed_in.replace("{name}", shopper.name) + (shopper.note ? ` ${shopper.note}` : "") : words.not_signed_in;
    pick("asks").replaceChildren(...["ask_1", "ask_2", "ask_3", "ask_4"].map((key) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words[key];
      button.addEventListener("click", () => { chat.open(); chat.send(words[key]); });
      return button;
    }));
    chat.setAttribute("locale", locale());
    chat.setAttribute("market", market);
    if (shopper) chat.setAttribute("identity-token", shopper.identity_token);
    else chat.removeAttribute("identity-token");
    history.replaceState(null, "", "?" + new URLSearchParams({ language, market, ...(shopper ? { shopper: shopper.customer_id } : {}) }));
  }

  function fill(id, entries, value) {
    pick(id).replaceChildren(...entries.map(([code, text]) => option(code, text)));
    pick(id).value = value;
  }

  async function start() {
    const told = await (await fetch("/demo/shoppers.json")).json();
    shoppers = told.shoppers;
    pick("shop").textContent = document.title = told.shop;
    chat.setAttribute("heading", told.shop);
    const language = known.includes(chosen.get("language")) ? chosen.get("language") : bestLanguage(navigator.language || "en");
    const market = markets.split(" ").includes(chosen.get("market")) ? chosen.get("market") : homeOf[language];
    fill("language", known.map((code) => [code, name(code === "zh" ? "zh-Hans" : code, "language", code)]), language);
    fill("market", [[market, market]], market);
    const shopper = shoppers.some((one) => one.customer_id === chosen.get("shopper")) ? chosen.get("shopper") : "";
    fill("shopper", [[shopper, shopper]], shopper);
    pick("language").addEventListener("change", () => { fill("market", [[homeOf[pick("language").value], ""]], homeOf[pick("language").value]); show(); });
    pick("market").addEventListener("change", show);
    pick("shopper").addEventListener("change", () => {
      const one = shoppers.find((each) => each.customer_id === pick("shopper").value);
      if (one) {
        pick("language").value = bestLanguage(one.locale);
        fill("market", [[one.market, one.market]], one.market);
      }
      show();
    });
    pick("chat").addEventListener("click", () => chat.open());
    pick("stage").addEventListener("submit", (event) => event.preventDefault());
    await show();
    document.body.append(chat);
  }

  start();
})();
