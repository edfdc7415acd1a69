"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const list = byId("list");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const back = byId("back");
  let from = null; // where Esc leads back to
  let at = null; // what is shown now

  const reveal = (element) => {
    for (let up = element.closest("details"); up; up = up.parentElement && up.parentElement.closest("details")) {
      if (element !== up.firstElementChild) up.open = true;
    }
  };

  const show = (element) => {
    reveal(element);
    if (at) at.classList.remove("at");
    at = element;
    at.classList.add("at");
    // a cell that nothing marks, an SVG link: not all of them take the focus by themselves
    if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    element.focus({ preventScroll: true });
    const far = document.querySelectorAll(".card").length > 300;
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: calm || far ? "instant" : "smooth" });
  };

  const jump = (id, origin) => {
    const goal = byId(id);
    if (!goal) return;
    from = origin;
    if (origin && origin.classList.contains("card")) origin.setAttribute("aria-current", "true");
    show(goal);
    back.hidden = !from;
    if (from && from.dataset.spot) back.textContent = `返回问题 ${from.id.slice(1)}（Esc）`;
    else if (from) back.textContent = "返回（Esc）";
  };

  const goBack = () => {
    if (!from) return false;
    const goal = from;
    from = null;
    back.hidden = true;
    if (goal.classList.contains("card")) choose(goal);
    show(goal);
    return true;
  };
  back.addEventListener("click", goBack);

  const buttons = byId("pictures");
  if (buttons) {
    buttons.hidden = false;
    buttons.addEventListener("click", () => {
      const open = buttons.getAttribute("aria-pressed") !== "true";
      for (const scan of document.querySelectorAll(".scan")) scan.open = open;
      buttons.setAttribute("aria-pressed", String(open));
      buttons.textContent = open ? "收起页面图" : "展开页面图";
    });
  }

  const cards = list ? [...list.children] : [];
  const form = byId("filters");
  const search = byId("search");
  const sort = byId("sort");
  let words = null; // lower-cased text of each card, made when something is searched for the first time
  let current = cards[0] || null;

  const choose = (card) => {
    if (current) {
      current.tabIndex = -1;
      current.removeAttribute("aria-current");
    }
    current = card;
    if (card) card.tabIndex = 0;
  };
  const visible = () => [...list.children].filter((card) => !card.hidden);

  // signs that lead to one finding, and the cells that hold signs
  const signs = new Map();
  const holders = new Map();
  for (const sign of document.querySelectorAll("[data-f]")) {
    if (!signs.has(sign.dataset.f)) signs.set(sign.dataset.f, []);
    signs.get(sign.dataset.f).push(sign);
    const holder = sign.closest(".flag");
    if (holder) {
      if (!holders.has(holder)) holders.set(holder, []);
      holders.get(holder).push(sign);
    }
  }

  const checked = (name) =>
    new Set([...form.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value));

  const filter = () => {
    const severities = checked("severity");
    const categories = checked("category");
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (wanted.length && !words) words = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
    let count = 0;
    for (const card of cards) {
      const off =
        !severities.has(card.dataset.severity) ||
        !categories.has(card.dataset.category) ||
        !wanted.every((word) => words.get(card).includes(word));
      if (!off) count += 1;
      if (card.hidden === off) continue;
      card.hidden = off;
      for (const sign of signs.get(card.id.slice(1)) || []) {
        sign.classList.toggle("off", off);
      }
    }
    for (const [holder, own] of holders) holder.classList.toggle("quiet", own.every((sign) => sign.classList.contains("off")));
    const boxes = form.querySelectorAll('input[name="category"]').length;
    byId("chosen").textContent = categories.size === boxes ? "（全部）" : `（${categories.size} / ${boxes}）`;
    byId("count").textContent = `显示 ${count} / ${cards.length} 处`;
    byId("none").hidden = count > 0;
    if (!current || current.hidden) choose(visible()[0] || null);
  };

  const arrange = () => {
    const number = (card) => Number(card.id.slice(1));
    const by = {
      number: (a, b) => number(a) - number(b),
      place: (a, b) => a.dataset.place - b.dataset.place,
      severity: (a, b) => a.dataset.rank - b.dataset.rank || number(a) - number(b),
      points: (a, b) => b.dataset.points - a.dataset.points || number(a) - number(b),
    }[sort.value];
    list.append(...[...list.children].sort(by));
    choose(visible()[0] || null);
  };

  const reset = () => {
    search.value = "";
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = true;
    filter();
  };

  const toCard = (number) => {
    const card = byId(`f${number}`);
    if (!card) return;
    if (card.hidden) reset();
    choose(card);
    card.setAttribute("aria-current", "true");
    return card;
  };

  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      if (event.target === sort) arrange();
      else filter();
    });
    let waiting = 0;
    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(filter, 120);
    });
    const all = (value) => () => {
      for (const box of form.querySelectorAll('input[name="category"]')) box.checked = value;
      filter();
    };
    byId("every").addEventListener("click", all(true));
    byId("no").addEventListener("click", all(false));
    byId("reset").addEventListener("click", reset);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const id = link.getAttribute("href").slice(1);
    if (link.dataset.f) {
      const card = toCard(link.dataset.f);
      if (!card) return;
      event.preventDefault();
      jump(card.id, link);
    } else if (link.classList.contains("jump") || link.classList.contains("look")) {
      event.preventDefault();
      const card = link.closest(".card");
      if (card) choose(card);
      jump(id, card || link);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const here = event.target;
    const typing = here.matches("input, select, textarea");
    if (event.key === "Escape") {
      if (here === search && search.value) {
        search.value = "";
        filter();
        event.preventDefault();
      } else if (goBack()) event.preventDefault();
    } else if (event.key === "/" && !typing && search) {
      event.preventDefault();
      search.focus();
    } else if (here === search && event.key === "ArrowDown" && current) {
      event.preventDefault();
      current.focus();
    } else if (here.classList.contains("card")) {
      const shown = visible();
      const place = shown.indexOf(here);
      const goal = {
        ArrowDown: shown[place + 1],
        ArrowUp: shown[place - 1],
        Home: shown[0],
        End: shown[shown.length - 1],
      }[event.key];
      if (goal) {
        event.preventDefault();
        choose(goal);
        goal.focus({ preventScroll: true });
        goal.scrollIntoView({ block: "nearest", behavior: "instant" });
      } else if (event.key === "Enter") {
        event.preventDefault();
        jump(here.dataset.spot, here);
      }
    }
  });

  if (list) list.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card");
    if (card && card !== current) choose(card);
  });

  // what is folded up must not be missing on paper
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll(".units:not([open])")];
    for (const one of unfolded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of unfolded) one.open = false;
  });

  const arrive = () => {
    const match = /^#f(\d+)$/.exec(location.hash);
    if (match && list) {
      const card = toCard(match[1]);
      if (card) show(card);
    }
  };
  addEventListener("hashchange", arrive);
  arrive();
})();
