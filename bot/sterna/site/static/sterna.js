// The list of pages is long: it is scrolled to the page that is open, or to the folder that it is in.
(() => {
  const here = [...document.querySelectorAll(".sidebar-tree .current")].pop();
  const box = here && here.closest(".sidebar-scroll");
  if (!box) return;
  const place = here.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (place.bottom <= frame.bottom) return;
  box.scrollTo({ top: box.scrollTop + place.top - frame.top - frame.height / 3, behavior: "instant" });
})();
