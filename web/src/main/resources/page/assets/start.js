'use strict';
// Runs before the first paint, so that a chosen theme does not flash; then starts the page.
const bundles = document.currentScript.dataset;
const kept = name => {
  try {
    return localStorage.getItem(name);
  } catch (refused) {
    // A browser that keeps nothing follows the system.
    return null;
  }
};
document.documentElement.dataset.theme = kept('potok.theme') || 'auto';

// What the page says in a language. What it will say first is on its way before the page is.
const asked = {};
const sentences = language =>
  (asked[language] ??= fetch(bundles[language]).then(
    reply => (reply.ok ? reply.text() : Promise.reject(reply.status)),
  ).catch(problem => {
    delete asked[language];
    throw problem;
  }));
const preferred = [kept('potok.language'), ...navigator.languages.map(tag => tag.split('-')[0])];
sentences(preferred.find(tag => tag in bundles) ?? 'en').catch(() => {});

document.addEventListener('DOMContentLoaded', () => main([]));
// Has the page that says so when the server cannot be reached. Only where the connection is safe, and
// when the first load is long over.
const LATER_MILLIS = 10_000;
const register = () => navigator.serviceWorker?.register('/service-worker.js').catch(() => {});
addEventListener('load', () => setTimeout(register, LATER_MILLIS));
