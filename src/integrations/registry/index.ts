export type { FileTree, FileType, Image, ImageFile } from "./image.ts";
export { type ImageReference, parseImageReference } from "./image-reference.ts";
export { normalPath } from "./layer.ts";
export { type FoundImage, Registries } from "./registries.ts";
export type { RegistryOptions } from "./registry-connection.ts";
