/** The renderer: messages for Slack and for e-mail out of notices. */
export { type DigestInput, type DigestLine, renderDigest } from "./digest.ts";
export { type FlappingInput, renderFlapping, renderFlappingSummary } from "./flapping.ts";
export { type HeartbeatInput, renderHeartbeat } from "./heartbeat.ts";
export { type Late, renderLate, renderNotice } from "./notice.ts";
export { withPicture } from "./picture.ts";
export type { Mention, RenderContext, Rendered } from "./rendered.ts";
