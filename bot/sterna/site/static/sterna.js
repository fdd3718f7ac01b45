// The list of pages is long: it is scrolled to the page that is open.
(() => {
  const here = document.querySelector(".sidebar-tree .current-page");
  const box = here && here.closest(".sidebar-scroll");
  if (!box) return;
  const place = here.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (place.bottom <= frame.bottom) return;
  box.scrollTo({ top: box.scrollTop + place.top - frame.top - frame.height / 3, behavior: "instant" });
})();
