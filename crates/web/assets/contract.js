// The contract check: progress of an upload, and the keyboard from gap to gap. The pages work without this file.
(() => {
  const anchors = [...document.querySelectorAll("[id^='gap-']")];
  let at = -1;
  const go = (step) => {
    if (anchors.length === 0) return;
    at = (at + step + anchors.length) % anchors.length;
    if (at < 0) at = anchors.length - 1;
    const find = anchors[at].closest("details");
    if (!find) return;
    find.open = true;
    find.querySelector("summary")?.focus({ preventScroll: true });
    find.scrollIntoView({ block: "start" });
    document.querySelectorAll(".hl.is-on").forEach((on) => on.classList.remove("is-on"));
    document.querySelectorAll(`.hl[href="#${find.id}"]`).forEach((on) => on.classList.add("is-on"));
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "n") go(1);
    if (event.key === "p") go(-1);
  });

  // A link to a folded finding opens it.
  const unfold = () => {
    const named = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    const find = named?.closest("details");
    if (find) find.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();

  document.querySelectorAll("form[data-upload]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      const file = form.querySelector("input[type=file]");
      if (!file?.files?.length) return;
      event.preventDefault();
      const line = document.createElement("p");
      line.className = "small soft";
      line.setAttribute("role", "status");
      const bar = document.createElement("progress");
      bar.max = 100;
      const words = document.createElement("span");
      words.textContent = form.dataset.sending;
      line.append(bar, " ", words);
      form.append(line);
      form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
      const data = new FormData(form);
      if (event.submitter?.name) data.set(event.submitter.name, event.submitter.value);
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.upload.addEventListener("progress", (sent) => {
        if (sent.lengthComputable) bar.value = Math.round((sent.loaded * 100) / sent.total);
      });
      request.upload.addEventListener("load", () => { bar.removeAttribute("value"); words.textContent = form.dataset.checking; });
      request.addEventListener("load", () => {
        if (request.responseURL && new URL(request.responseURL).pathname !== new URL(form.action).pathname) {
          location.assign(request.responseURL);
          return;
        }
        document.open();
        document.write(request.responseText);
        document.close();
      });
      request.addEventListener("error", () => { line.remove(); form.querySelectorAll("button").forEach((b) => { b.disabled = false; }); form.submit(); });
      request.send(data);
    });
  });
})();
