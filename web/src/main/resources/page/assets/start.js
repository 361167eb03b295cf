'use strict';
// Runs before the first paint, so that a chosen theme does not flash; then starts the page.
try {
  document.documentElement.dataset.theme = localStorage.getItem('potok.theme') || 'auto';
} catch (refused) {
  // A browser that keeps nothing follows the system's theme.
}
document.addEventListener('DOMContentLoaded', () => main([]));
