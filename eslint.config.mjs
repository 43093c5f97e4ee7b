// The page's script: what the linter holds it to. Run by `make lint-js`; needs npm, and nothing of it ships.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  { languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: { ...globals.browser, L: "readonly" } } },
];
