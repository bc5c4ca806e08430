import assert from "node:assert/strict";
import { CredentialsError, demandAccount } from "./credentials.ts";

describe("demandAccount", () => {
  it("passes credentials of the expected account, asked in the region", async () => {
    const asked: string[] = [];
    await demandAccount("111122223333", "af-south-1", "Pulumi.dev.yaml", async (region) => {
      asked.push(region);
      return "111122223333";
    });
    assert.deepEqual(asked, ["af-south-1"]);
  });

  it("refuses those of another, and names both", async () => {
    await assert.rejects(
      demandAccount("111122223333", "af-south-1", "Pulumi.dev.yaml", async () => "999900001111"),
      new CredentialsError(
        "The credentials belong to the AWS account 999900001111: allowed is only 111122223333, by platform:account in Pulumi.dev.yaml.\n" +
          "Set AWS_PROFILE to a profile of that account, or correct the file. Nothing was read or made.",
      ),
    );
  });

  it("says why AWS did not answer", async () => {
    const ask = () => Promise.reject(Object.assign(new Error("The token has expired"), { name: "ExpiredToken" }));
    await assert.rejects(demandAccount("111122223333", "af-south-1", "Pulumi.dev.yaml", ask), {
      name: "CredentialsError",
      message: /\(ExpiredToken: The token has expired\)\.\nNeeded are valid credentials of the account 111122223333/,
    });
  });
});
