/* The page of the search begins in its field. */
(() => {
  const field = document.querySelector("form.bd-search input");
  field?.focus();
  field?.select();
})();
