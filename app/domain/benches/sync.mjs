// Runs the simulation that was built for wasm32 and prints its trace: `node sync.mjs sync-….wasm`.
// Each call of `main` is a new start of the program in the same memory, and its exit code the next byte.
import { readFile } from "node:fs/promises";

const module = await WebAssembly.compile(await readFile(process.argv[2]));
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  // What a browser would bring; the engine asks for none of it.
  (imports[from] ??= {})[name] = () => {
    throw new Error(`the simulation called ${name}`);
  };
}
const { exports } = await WebAssembly.instantiate(module, imports);
const bytes = Array.from({ length: 8 }, () => exports.main(0, 0));
console.log(`trace ${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`);
