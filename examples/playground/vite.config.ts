import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// `lanewise` is what the folder two levels up exports to browsers, as it was built: the page is a consumer of the package.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./", // so that the built page can be served from any folder
  build: { target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 1000 },
  worker: { format: "es" },
  server: { fs: { allow: ["../.."] } },
});
