// What the page can do beyond links and forms: a file dropped anywhere on the form, a click on a fact's words,
// and saying aloud how many facts a filter leaves. All else works without this file.

const form = document.querySelector("form[data-busy]");
if (form) {
  const file = form.querySelector("input[type=file]");
  form.classList.add("scripted");
  const chosen = document.getElementById("chosen");
  file.addEventListener("change", () => {
    chosen.textContent = file.files.length ? file.files[0].name : "";
  });
  const over = (on) => form.classList.toggle("over", on);
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    over(true);
  });
  form.addEventListener("dragleave", () => over(false));
  form.addEventListener("drop", (event) => {
    over(false);
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    file.files = event.dataTransfer.files;
    file.dispatchEvent(new Event("change"));
    form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    const button = form.querySelector("button.main");
    button.dataset.rest = button.textContent;
    button.textContent = form.dataset.busy;
    form.setAttribute("aria-busy", "true");
  });
  // Coming back by the browser's button, the page is as it was left.
  addEventListener("pageshow", () => {
    const button = form.querySelector("button.main");
    button.textContent = button.dataset.rest ?? button.textContent;
    form.removeAttribute("aria-busy");
  });
}

const text = document.querySelector("article.text");
if (text) {
  const parts = (number) => document.querySelectorAll(`[data-fact="${number}"]`);
  let lit = [];
  const light = (number) => {
    for (const part of lit) part.classList.remove("lit");
    lit = number ? [...parts(number)] : [];
    for (const part of lit) part.classList.add("lit");
  };
  text.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (!mark || event.target.closest("a") || String(getSelection())) return;
    location.hash = `f${mark.dataset.fact}`;
  });
  document.addEventListener("pointerover", (event) => {
    light(event.target.closest?.("[data-fact]")?.dataset.fact);
  });

  const shown = document.getElementById("shown");
  document.querySelector(".filters").addEventListener("change", () => {
    const kinds = new Set([...document.querySelectorAll(".filters input:checked")].map((box) => box.value));
    const left = [...document.querySelectorAll("tr[data-kind]")].filter((row) => kinds.has(row.dataset.kind)).length;
    shown.textContent = `Đang hiện ${left} trong ${shown.dataset.all} dữ kiện`;
  });
}
