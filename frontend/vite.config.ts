import { defineConfig } from "vite";
import { iconSprite } from "./build/icon_sprite.ts";

export default defineConfig({
  base: "/static/",
  plugins: [iconSprite()],
  build: {
    outDir: "dist",
    manifest: "manifest.json",
    // What light-dark(), :has() and popovers need; older browsers get the page without enhancements.
    target: ["chrome123", "edge123", "firefox125", "safari17.5"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      input: {
        desk: "entries/desk.ts",
        portal: "entries/portal.ts",
        editor: "entries/editor.ts",
      },
      output: {
        entryFileNames: "[name]-[hash:8].js",
        chunkFileNames: "[name]-[hash:8].js",
        assetFileNames: "[name]-[hash:8][extname]",
      },
    },
  },
});
