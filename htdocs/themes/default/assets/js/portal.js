/* portal.js - comforts that a page is complete without: larger type, a button that copies the address,
   and no advertising for the app inside the app. Loaded in <head> and not put off, because the classes
   it sets on <html> must be there before the first paint. Keeps one flag in localStorage, no cookie. */
(function (root, doc) {
  "use strict";

  /* Private windows and strict settings refuse storage: then the choice holds for this page only. */
  function remembered() {
    try { return localStorage.getItem("elder") === "1"; } catch (e) { return root.classList.contains("elder"); }
  }
  function remember(on) {
    try { if (on) localStorage.setItem("elder", "1"); else localStorage.removeItem("elder"); } catch (e) { /* see above */ }
  }

  var token = root.getAttribute("data-app");
  var inApp = Boolean(token) && navigator.userAgent.indexOf(token) >= 0;

  root.classList.toggle("elder", remembered());
  root.classList.toggle("in-app", inApp);

  function show(on) {
    root.classList.toggle("elder", on);
    doc.querySelectorAll(".elder-button").forEach(function (button) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(on));
    });
  }

  function copies(button) {
    var field = doc.getElementById(button.getAttribute("data-copy"));
    var said = button.nextElementSibling;
    function done() { said.textContent = button.getAttribute("data-done"); }
    /* Without https there is no clipboard object, only the old command. */
    function old() { field.select(); if (doc.execCommand("copy")) done(); }
    field.addEventListener("click", function () { field.select(); });
    button.hidden = false;
    button.addEventListener("click", function () {
      if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(done, old); else old();
    });
  }

  doc.addEventListener("DOMContentLoaded", function () {
    show(remembered());
    doc.querySelectorAll(".elder-button").forEach(function (button) {
      button.addEventListener("click", function () {
        var on = !root.classList.contains("elder");
        remember(on);
        show(on);
      });
    });
    doc.querySelectorAll("[data-copy]").forEach(copies);
    var here = doc.querySelector(".strip [aria-current]");
    if (here) here.parentNode.parentNode.scrollLeft = here.offsetLeft - 40;
    if (inApp) doc.querySelectorAll(".app").forEach(function (part) { part.hidden = true; });
  });
  /* Another tab changed it. */
  addEventListener("storage", function () { show(remembered()); });
}(document.documentElement, document));
