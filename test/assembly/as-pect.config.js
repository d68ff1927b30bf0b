// What as-pect runs: every spec beside this file, each compiled with the core it tests.
export default {
  entries: ["test/assembly/*.spec.ts"],
  disclude: [/node_modules/],
  async instantiate(memory, createImports, instantiate, binary) {
    return instantiate(binary, createImports({ env: { memory } }));
  },
  outputBinary: false,
};
