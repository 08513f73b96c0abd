// The list: a filter works as soon as it is chosen; Enter outside of inputs starts the review.
const sieve = document.querySelector(".sieve");
sieve.addEventListener("change", (event) => { if (event.target.matches("select")) sieve.requestSubmit(); });
sieve.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target === document.body) document.querySelector(".headed .main-button").click();
  if (event.key === "/" && !event.target.matches("input, select")) {
    event.preventDefault();
    sieve.elements.text.focus();
  }
});
