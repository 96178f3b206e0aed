// Finds issuers (ISSUERS) by parts of their names. Down and up walk through what was found, Enter opens the first of it.
"use strict";
(() => {
  const MOST = 30;
  const finder = document.querySelector(".finder");
  const box = finder.querySelector("input");
  const status = finder.querySelector("[role=status]");
  const list = finder.querySelector("ul");

  const find = () => {
    const words = box.value.trim().split(/\s+/).filter(Boolean);
    const found = words.length ? ISSUERS.filter(([name]) => words.every((word) => name.includes(word))) : [];
    // Names that begin with the words first; sort keeps the order of the rest.
    found.sort(([one], [other]) => other.startsWith(words[0]) - one.startsWith(words[0]));
    status.querySelector("b").textContent = words.length ? found.length.toLocaleString("en") : "";
    status.classList.toggle("vh", !words.length);
    list.replaceChildren(
      ...found.slice(0, MOST).map(([name, page]) => {
        const link = document.createElement("a");
        link.href = page;
        link.lang = "zh-CN";
        link.textContent = name;
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
  };

  const walk = (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter" && document.activeElement === box && links.length && !event.isComposing) links[0].click();
    else if (event.key === "ArrowDown" && links.length) links[Math.min(at + 1, links.length - 1)].focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? box).focus();
    else if (event.key === "Escape") {
      box.value = "";
      box.focus();
      find();
    } else return;
    event.preventDefault();
  };

  box.addEventListener("input", find);
  finder.addEventListener("keydown", walk);
  find();
  finder.hidden = false;
})();
