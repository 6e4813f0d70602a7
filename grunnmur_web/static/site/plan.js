/* A workload is dragged to a month: the form beside it does the same without a script. */
"use strict";
(() => {
  const strip = document.querySelector("[data-months]");
  const panel = () => document.getElementById("tried");
  if (!strip || !panel()) return;
  let dragged = null;
  const monthOf = (event) => event.target.closest("[data-period]");
  const mark = (month) => strip.querySelectorAll("[data-period]").forEach((one) => one.classList.toggle("over", one === month));

  document.querySelectorAll("#moves-table tbody tr").forEach((row) => { row.draggable = Boolean(row.querySelector("a[href]")); });
  document.addEventListener("dragstart", (event) => {
    const row = event.target.closest?.("#moves-table tbody tr");
    const link = row && row.querySelector("a[href]");
    dragged = link ? link.getAttribute("href") : null;
    if (!dragged) return;
    event.dataTransfer.setData("text/plain", link.textContent);
    event.dataTransfer.effectAllowed = "move";
    strip.classList.add("ready");
  });
  document.addEventListener("dragend", () => { dragged = null; strip.classList.remove("ready"); mark(null); });
  strip.addEventListener("dragover", (event) => {
    const month = dragged && monthOf(event);
    mark(month);
    if (month) { event.preventDefault(); event.dataTransfer.dropEffect = "move"; }
  });
  strip.addEventListener("drop", (event) => {
    const month = dragged && monthOf(event);
    if (!month) return;
    event.preventDefault();
    const address = `${dragged}?period=${month.dataset.period}`;
    htmx.ajax("GET", address, { target: "#tried", select: "#tried", swap: "outerHTML" }).then(() => panel().focus());
  });
})();
