/* Comforts only: every page works without this file. */
(() => {
  "use strict";

  const summary = document.getElementById("errors");
  if (summary) addEventListener("load", () => setTimeout(() => summary.focus()));

  /* A link in the list of refusals leads into its field. */
  for (const link of document.querySelectorAll(".errors a")) {
    link.addEventListener("click", (event) => {
      const target = document.getElementById(link.hash.slice(1));
      const control = target && (target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea"));
      if (!control) return;
      event.preventDefault();
      control.scrollIntoView({ block: "center" });
      control.focus({ preventScroll: true });
    });
  }

  /* Copying needs a secure context, so the buttons appear only where it can work. */
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        const words = button.innerHTML;
        await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
        button.setAttribute("aria-live", "polite");
        button.textContent = button.dataset.copied;
        setTimeout(() => { button.innerHTML = words; }, 2000);
      });
    }
  }

  /* The mark of a paragraph leads to it, and copies its citation. */
  for (const text of document.querySelectorAll("[data-cite]")) {
    if (!navigator.clipboard) break;
    text.addEventListener("click", async (event) => {
      const mark = event.target.closest("a.para");
      if (!mark) return;
      await navigator.clipboard.writeText(`${text.dataset.cite}, ${mark.getAttribute("aria-label")}: ${mark.href}`);
      const words = mark.textContent;
      mark.textContent = text.dataset.copied;
      setTimeout(() => { mark.textContent = words; }, 2000);
    });
  }

  for (const area of document.querySelectorAll("[data-counter]")) {
    const limit = Number(area.getAttribute("maxlength"));
    if (!limit) continue;
    area.removeAttribute("maxlength"); /* A pasted text is shown as too long, not cut in silence. */
    const note = document.createElement("p");
    note.className = "counter";
    area.after(note);
    let quiet;
    const count = () => {
      const left = limit - area.value.length;
      note.textContent = `${left < 0 ? area.dataset.over : area.dataset.counter} ${Math.abs(left).toLocaleString(document.documentElement.lang === "en" ? "en" : "ru")}`;
      note.classList.toggle("over", left < 0);
      clearTimeout(quiet);
      quiet = setTimeout(() => note.setAttribute("aria-live", left < limit / 10 ? "polite" : "off"), 500);
    };
    area.addEventListener("input", count);
    count();
  }

  /* Words of the register, offered while one types. */
  for (const input of document.querySelectorAll("[data-offers]")) {
    const list = document.createElement("datalist");
    list.id = `offers-${document.querySelectorAll("datalist").length}`;
    input.after(list);
    input.setAttribute("list", list.id);
    input.autocomplete = "off";
    let pause;
    input.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(async () => {
        const asked = input.value;
        if (asked.length < 2) return;
        try {
          const answer = await fetch(`${input.dataset.offers}?q=${encodeURIComponent(asked)}`);
          if (answer.ok && asked === input.value) list.replaceChildren(...(await answer.json()).map((words) => new Option(words, words)));
        } catch { /* Typing goes on without. */ }
      }, 200);
    });
  }

  /* A part of a page that changes while one looks. Its forms stand elsewhere, so nothing typed is lost. */
  for (const part of document.querySelectorAll("[data-live]")) {
    let known = "";
    const look = async () => {
      if (!document.hidden) {
        try {
          const answer = await fetch(part.dataset.live, { headers: known ? { "If-None-Match": known } : {} });
          if (answer.status === 404 || answer.status === 401) location.reload();
          if (answer.ok) {
            const before = known;
            known = answer.headers.get("ETag") || "";
            const words = await answer.text();
            if (before !== known && !part.contains(document.activeElement)) part.innerHTML = words;
          }
        } catch { /* The line is down; the next look may find it up. */ }
      }
      setTimeout(look, 5000);
    };
    setTimeout(look, 5000);
  }

  /* Leaving a form with unsent words asks first. */
  let unsent = false;
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => { unsent = true; });
    form.addEventListener("submit", () => { unsent = false; });
  }

  /* What is typed is kept on the server a moment later, through the form's own address. */
  for (const note of document.querySelectorAll("[data-keep]")) {
    const form = note.closest("form");
    let waiting;
    const keep = async () => {
      const typed = new URLSearchParams(new FormData(form));
      typed.set("step", "keep");
      try {
        const answer = await fetch(note.dataset.keep, { method: "POST", body: typed, redirect: "error" });
        if (answer.status !== 204) throw new Error(String(answer.status));
        const hour = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
        note.textContent = `${note.dataset.kept} ${hour}.`;
        note.className = "note";
        unsent = false;
      } catch {
        note.textContent = note.dataset.lost;
        note.className = "warning";
      }
    };
    form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 1500); });
    form.addEventListener("submit", () => clearTimeout(waiting));
  }
  addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });
})();
