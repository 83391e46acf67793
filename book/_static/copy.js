/* Buttons that copy a reference. They are made when it is opened first. */
(() => {
  const add = (said) => {
    const copy = Object.assign(document.createElement("button"), { type: "button", textContent: "Copy" });
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(said.textContent);
        copy.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(said);
        copy.textContent = "Selected";
      }
      setTimeout(() => { copy.textContent = "Copy"; }, 2000);
    });
    said.after(" ", copy);
  };
  // such events do not bubble
  document.addEventListener("toggle", ({ target }) => {
    if (!target.matches?.("details.citing") || target.querySelector("button")) return;
    target.querySelectorAll(":is(.cited, .original)").forEach(add);
  }, true);
})();
