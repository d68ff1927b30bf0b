/** What `npm run model` writes, handed over as bytes by the rule in wrangler.jsonc. */
declare module "*.safetensors" {
  const bytes: ArrayBuffer;
  export default bytes;
}
