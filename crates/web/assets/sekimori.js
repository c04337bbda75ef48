// Shortens what already works without it. Nothing on any page depends on this file.
(() => {
  const all = (selector, then) => document.querySelectorAll(selector).forEach(then);

  // After an error the summary is what the reader needs first.
  document.querySelector(".errors")?.focus();

  // A choice that only changes the view needs no second press.
  all("select[data-autosubmit]", (select) => {
    select.form?.querySelectorAll("[data-autosubmit-button]").forEach((button) => { button.hidden = true; });
    select.addEventListener("change", () => select.form?.requestSubmit());
  });

  // Buttons that only a script can serve appear with it.
  all("[data-needs-script]", (element) => { element.hidden = false; });
  all("button[data-print]", (button) => button.addEventListener("click", () => window.print()));
  all("button[data-copy]", (button) => button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const status = document.getElementById(`${button.dataset.copy}-said`);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      if (status) status.textContent = button.dataset.said ?? "";
    } catch {
      const range = document.createRange();
      range.selectNodeContents(source);
      window.getSelection()?.removeAllRanges();
      window.getSelection()?.addRange(range);
    }
  }));

  // Answers are kept as they are given; the button at the end keeps them as well.
  all("form[data-autosave]", (form) => {
    const status = document.getElementById(form.dataset.status);
    let queue = Promise.resolve();
    form.addEventListener("change", (event) => {
      const question = event.target.closest("[data-question]")?.dataset.question;
      if (!question) return;
      const body = new URLSearchParams(new FormData(form));
      body.set("only", question);
      queue = queue.then(async () => {
        try {
          const reply = await fetch(form.dataset.autosave, { method: "POST", body, credentials: "same-origin" });
          const said = await reply.text();
          if (status) { status.textContent = said; status.dataset.state = reply.ok ? "kept" : "wrong"; }
        } catch {
          if (status) { status.textContent = form.dataset.offline ?? ""; status.dataset.state = "wrong"; }
        }
      });
    });
  });

  // What cannot be taken back is asked once more. Without a script the server simply does it.
  all("button[data-ask]", (button) => {
    button.addEventListener("click", (event) => {
      if (button.dataset.asked) { delete button.dataset.asked; return; }
      event.preventDefault();
      const dialog = document.createElement("dialog");
      dialog.className = "dialog";
      const title = document.createElement("h2");
      title.id = "ask-title";
      title.textContent = button.dataset.ask;
      dialog.setAttribute("aria-labelledby", "ask-title");
      const foot = document.createElement("div");
      foot.className = "dialog__foot";
      const choice = (text, kind, act) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = kind;
        made.textContent = text;
        made.addEventListener("click", () => { dialog.close(); act(); });
        foot.append(made);
      };
      choice(button.dataset.no ?? "×", "btn", () => button.focus());
      choice(button.textContent.trim(), "btn btn--next", () => { button.dataset.asked = "1"; button.click(); });
      dialog.append(title, foot);
      dialog.addEventListener("close", () => dialog.remove());
      document.body.append(dialog);
      dialog.showModal();
    });
  });

  // A menu closes when something else is pressed, or with Escape.
  document.addEventListener("click", (event) => all("details.menu[open]", (menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all("details.menu[open]", (menu) => { menu.open = false; menu.querySelector("summary")?.focus(); });
  });
})();
