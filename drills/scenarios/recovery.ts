import { byHand, check, type Drill } from "../drill.ts";
import { leaveWell, recover, setOff } from "./alarm.ts";

/** An alarm that is over, and its post. */
export const recovery: Drill = {
  name: "recovery",
  title: "An alarm recovers",
  what: "Sets one of the environment's alarms to ALARM and back to OK, and waits for the post that says how long it lasted.",
  simulated: byHand,
  needs: "either",
  run: async (world) => {
    try {
      const told = await setOff(world);
      if (!told.isMet) return [told];
      await world.wait(2000);
      const over = await recover(world);
      const { alarm, posts } = world;
      const [post] = await posts.all({ alarm: { ...alarm, state: "OK" } }, 0);
      const isLogged = post?.text.includes("sender's log") === true;
      const says = post?.text.includes("in ALARM") === true;
      const lasted = check("the post says how long the alarm lasted", says ? "it does" : "it does not", says);
      return [told, over, ...(isLogged ? [] : [lasted])];
    } finally {
      await leaveWell(world);
    }
  },
};
