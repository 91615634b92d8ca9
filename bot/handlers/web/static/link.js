// The secret stands behind «#»: it is put into the form and taken out of the address before anybody sees it there.

const key = document.querySelector("#key");
const secret = location.hash.slice(1);

if (secret) {
  key.value = secret;
  history.replaceState(null, "", location.pathname);
  document.querySelector("form .send").focus();
}
