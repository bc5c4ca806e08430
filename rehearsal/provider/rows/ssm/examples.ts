/** Examples of Systems Manager's rows. */
import type { Example } from "../example.ts";

const session = (idleSessionTimeout: string) =>
  JSON.stringify({
    schemaVersion: "1.0",
    description: "An example",
    sessionType: "Standard_Stream",
    inputs: { idleSessionTimeout, cloudWatchStreamingEnabled: true, runAsEnabled: false },
  });

/** One example of each row. */
export const examples: readonly Example[] = [
  {
    name: "ssm-document",
    type: "aws:ssm/document:Document",
    inputs: () => ({
      name: "SSM-SessionManagerRunShell",
      documentType: "Session",
      content: session("20"),
      tags: { Name: "example" },
    }),
    change: () => ({ content: session("30"), tags: { Name: "changed" } }),
  },
];
