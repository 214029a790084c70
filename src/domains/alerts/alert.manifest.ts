import type { AlertObject, SilenceObject } from "../../integrations/alertmanager/index.ts";
import type { Manifest } from "../context.ts";

/** An alert as the store of its cluster holds it. */
export type AlertManifest = AlertObject & Manifest;

/** A silence, likewise. */
export type SilenceManifest = SilenceObject & Manifest;
