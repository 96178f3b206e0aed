// The language switch, and links that open what they lead to. The page is whole without it.
"use strict";
(() => {
  const root = document.documentElement;
  const attributes = ["title", "aria-label"];

  const turn = (language) => {
    root.dataset.lang = language;
    root.lang = language === "zh" ? "zh-CN" : "en";
  };

  const speak = (language) => {
    turn(language);
    document.getElementById(`language-${language}`).checked = true;
    for (const name of attributes) {
      for (const element of document.querySelectorAll(`[data-en-${name}]`)) {
        const zh = `data-zh-${name}`;
        if (!element.hasAttribute(zh)) element.setAttribute(zh, element.getAttribute(name));
        element.setAttribute(name, element.getAttribute(`data-${language}-${name}`));
      }
    }
    const title = document.querySelector("title");
    title.dataset.zh ??= title.textContent;
    document.title = title.dataset[language];
  };

  const remembered = () => {
    try {
      return localStorage.getItem("gongkai-language");
    } catch {
      return null;
    }
  };
  const remember = (language) => {
    try {
      localStorage.setItem("gongkai-language", language);
    } catch {
      // A browser that keeps nothing shows the page in its own language next time.
    }
  };

  const show = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) at.open = true;
    }
    for (const old of document.querySelectorAll(".found")) old.classList.remove("found");
    target.classList.add("found");
    target.scrollIntoView({ block: "center" });
    if (!target.matches("a, input, summary")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  };

  // The newest years stand last; a small screen begins with them.
  const newest = () => {
    for (const table of document.querySelectorAll("table.coverage")) {
      table.parentElement.scrollLeft = table.parentElement.scrollWidth;
    }
  };

  const begin = () => {
    newest();
    for (const choice of document.querySelectorAll("input[name=language]")) {
      choice.addEventListener("change", () => {
        speak(choice.value);
        remember(choice.value);
      });
    }
    window.addEventListener("hashchange", show);
    document.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      if (link && link.getAttribute("href") === location.hash) show();
    });
    speak(language);
    show();
  };

  const own = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
  const kept = remembered();
  // A page that was asked for in a language begins in it.
  const language = root.dataset.first ?? (kept === "zh" || kept === "en" ? kept : own);
  // In the head of a page this runs before there is a body: nothing is shown in the wrong language.
  turn(language);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
