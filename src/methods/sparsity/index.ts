export { erkDensities, type Shape, uniformDensities } from "./common/densities.ts";
export * from "./lamp.ts";
