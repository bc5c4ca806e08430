import assert from "node:assert/strict";
import { errorsOf } from "../../rehearsal/engine.ts";
import { changeSettings, fixturePlan, startRehearsal, type TestRehearsal } from "../rehearsals.ts";

const update = ["up", "--yes", "--skip-preview"];

describe("what AWS or the real provider would refuse", () => {
  let test: TestRehearsal;
  /** What the fixture's program makes without a mistake, by the word of the AWS SDK and the provider's store. */
  let made: readonly string[];

  before(async () => {
    test = await startRehearsal("refusals", fixturePlan("refusals"));
    await test.rehearsal.up(test.stack("refusals"));
    made = await test.rehearsal.leftovers();
    assert.ok(made.some((line) => line.startsWith("subnet ")));
  });
  after(() => test?.close());

  const choose = (mistake: string) =>
    changeSettings(test, test.stack("refusals"), (config) => {
      config["refusals:case"] = mistake;
    });

  /** Runs a command that must fail, and gives its one error. */
  async function errorOf(args: readonly string[]): Promise<string> {
    const result = await test.rehearsal.pulumi(test.stack("refusals"), args);
    assert.notEqual(result.code, 0, `nothing was refused: ${result.output}`);
    const errors = errorsOf(result);
    assert.equal(errors.length, 1, errors.join("\n"));
    return errors[0] as string;
  }

  /** What was made of a kind beyond what the fixture makes without a mistake. */
  const madeBeyond = async (kind: string) =>
    (await test.rehearsal.leftovers()).filter((line) => line.startsWith(kind) && !made.includes(line));

  describe("is refused in the preview, with what is wrong and what to do:", () => {
    const refusals: Readonly<Record<string, readonly [title: string, error: RegExp]>> = {
      unknownType: [
        "a resource type that the rehearsal does not know, with the file to extend",
        /^aws:chime\/voiceConnector:VoiceConnector phone: the rehearsal does not know the resource type .*: add a row for it in rehearsal\/provider\/rows\/chime\/ /,
      ],
      instanceType: [
        "an instance type that does not exist",
        /LaunchTemplate resource 'template' has a problem: ec2 CreateLaunchTemplate: LaunchTemplateData\.InstanceType must be one of AWS's \d+ values, got "t9\.huge"$/,
      ],
      foreignRule: [
        "a rule that refers to a known security group of another VPC",
        /the rule is of security group sg-\w+ in vpc-\w+, but refers to security group sg-\w+ of vpc-\w+: refer to a group of vpc-\w+ or of a peered VPC/,
      ],
      foreignLaunchTemplate: [
        "a launch template with a known security group of another VPC",
        /the launch template is in vpc-\w+, but security group sg-\w+ of vpc-\w+ is of another VPC: give security groups of vpc-\w+/,
      ],
      foreignEndpoint: [
        "an endpoint with a known security group of another VPC",
        /the endpoint is in vpc-\w+, but security group sg-\w+ of vpc-\w+ is of another VPC: give security groups of vpc-\w+/,
      ],
      subnetOutside: [
        "a subnet outside of its VPC",
        /the subnet's cidrBlock 10\.9\.0\.0\/24 is not inside 10\.1\.0\.0\/16, the range of vpc-\w+: choose a range inside it/,
      ],
      defaultProvider: [
        "a resource without the stack's provider, which carries the tags and the account check",
        /Default provider for 'aws' disabled\. '.*::topic' must use an explicit provider\.$/,
      ],
    };
    for (const [mistake, [title, error]] of Object.entries(refusals)) {
      it(title, async () => {
        choose(mistake);
        assert.match(await errorOf(["preview"]), error);
        assert.deepEqual(await test.rehearsal.leftovers(), made);
      });
    }
  });

  it("a provider for another account is refused before anything is made, in the preview and without one", async () => {
    choose("otherAccount");
    for (const command of [["preview"], update]) {
      assert.match(
        await errorOf(command),
        /topic: AWS account ID not allowed: 111122223333; allowed are 444455556666$/,
      );
      assert.deepEqual(await test.rehearsal.leftovers(), made);
    }
  });

  describe("is refused at its creation, when the preview could not know it:", () => {
    const previewAndUp = async (mistake: string) => {
      choose(mistake);
      await test.rehearsal.preview(test.stack("refusals"));
      return errorOf(update);
    };

    // The preview lets it pass: the same update could remove the other subnet.
    it("a subnet that overlaps another", async () => {
      assert.match(
        await previewAndUp("overlappingSubnet"),
        /overlapping: the subnet's cidrBlock 10\.1\.0\.128\/25 overlaps 10\.1\.0\.0\/24 of subnet-\w+ in vpc-\w+: choose a free range/,
      );
      assert.deepEqual(await test.rehearsal.leftovers(), made);
    });

    it("overlapping subnets of a new VPC, made at the same time", async () => {
      assert.match(
        await previewAndUp("overlappingNewSubnets"),
        /(left|right)-subnet: the subnet's cidrBlock 10\.3\.0\.0\/24 overlaps 10\.3\.0\.0\/24 of .* in vpc-\w+: choose a free range/,
      );
      assert.equal((await madeBeyond("subnet ")).length, 1);
    });

    it("a rule that refers to a security group of a VPC made in the same update", async () => {
      assert.match(
        await previewAndUp("foreignNewGroup"),
        /the rule is of security group sg-\w+ in vpc-\w+, but refers to security group sg-\w+ of vpc-\w+: refer to a group of vpc-\w+ or of a peered VPC/,
      );
      assert.deepEqual(await madeBeyond("aws:vpc/securityGroupIngressRule"), []);
    });
  });
});
