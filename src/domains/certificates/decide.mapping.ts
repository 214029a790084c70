import { UserError } from "../../graphql/index.ts";
import type { CertificateSigningRequestManifest } from "./certificate-signing-request.manifest.ts";

/** The types of the conditions that say what was decided. */
export type Decision = "Approved" | "Denied";

const defaultReasons: Readonly<Record<Decision, string>> = { Approved: "FairwayApprove", Denied: "FairwayDeny" };

interface Why {
  readonly reason?: string | null;
  readonly message?: string | null;
}

/** What conditions of all kinds agree upon. The API server checks none of it for these. */
const REASON = /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/;
const longestReason = 1_024;
const longestMessage = 32_768;

/** What cannot be meant, whatever the request is. */
export function decisionFaults({ reason, message }: Why): readonly UserError[] {
  const faults: UserError[] = [];
  if (reason != null && (reason.length > longestReason || !REASON.test(reason))) {
    const told = `reason must be one word of letters, digits and \`_,:\`, of ${longestReason} characters at the most`;
    faults.push(new UserError("INVALID", told, "input.reason"));
  }
  if (message != null && message.length > longestMessage) {
    faults.push(new UserError("INVALID", `message has more than ${longestMessage} characters`, "input.message"));
  }
  return faults;
}

/** Why nothing can be decided any more; null where it can. Approved a second time would look like approved by another. */
export function decidedFault({ status }: CertificateSigningRequestManifest): UserError | null {
  const decided = status?.conditions?.find(({ type }) => type === "Approved" || type === "Denied");
  return decided ? new UserError("INVALID", `It is ${decided.type.toLowerCase()} already`, "input.by") : null;
}

/** The whole list, with one more. When it was decided says the API server. */
export function conditionsWith(
  { status }: CertificateSigningRequestManifest,
  decision: Decision,
  { reason, message }: Why,
) {
  const condition = { type: decision, status: "True", reason: reason ?? defaultReasons[decision] };
  return [...(status?.conditions ?? []), { ...condition, ...(message && { message }) }];
}
