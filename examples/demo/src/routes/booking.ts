import type { Booking } from "../demo-data.ts";
import { bookingPage, type Step } from "../pages/booking.ts";
import { field, type Routes, redirectWith } from "../routing.ts";
import { days, workshops } from "../workshops.ts";

const steps: readonly Step[] = [1, 2, 3];

export const bookingRoutes: Routes = {
  // Without a step: where the visitor left off. Later steps need the ones before them.
  "GET /booking": ({ session, form }) => {
    const booking = session.get("booking", {});
    const asked = steps.find((step) => String(step) === form.get("step"));
    const reached = firstOpenStep(booking);
    return bookingPage(asked !== undefined && asked < reached ? asked : reached, booking);
  },

  "POST /booking/person": ({ session, form }) => {
    const person = { name: field(form, "name"), email: field(form, "email") };
    const problems = {
      ...(person.name === "" && { name: "Say who you are." }),
      ...(!/^[^@\s]+@[^@\s]+$/.test(person.email) && { email: "Give an address like name@example.org." }),
    };
    if (Object.keys(problems).length > 0) return bookingPage(1, person, problems);
    session.update("booking", (booking) => ({ ...booking, ...person }));
    return { redirect: "/booking?step=2" };
  },

  "POST /booking/workshop": ({ session, form }) => {
    const choice = { workshop: field(form, "workshop"), day: field(form, "day") };
    const problems = {
      ...(!Object.hasOwn(workshops, choice.workshop) && { workshop: "Choose a workshop." }),
      ...(!days.includes(choice.day) && { day: "Choose a day." }),
    };
    if (Object.keys(problems).length > 0) return bookingPage(2, choice, problems);
    session.update("booking", (booking) => ({ ...booking, ...choice }));
    return { redirect: "/booking?step=3" };
  },

  "POST /booking/send": ({ session }) => {
    const { name, workshop = "", day } = session.get("booking", {});
    if (firstOpenStep(session.get("booking", {})) < 3) return { redirect: "/booking" };
    session.delete("booking");
    return redirectWith(session, "/booking", {
      kind: "good",
      text: `Thank you, ${name}: ${workshops[workshop]} on ${day} is booked.`,
    });
  },

  "POST /booking/drop": ({ session }) => {
    session.delete("booking");
    return redirectWith(session, "/booking", { kind: "good", text: "What you had filled in is gone." });
  },
};

function firstOpenStep({ name, email, workshop, day }: Booking): Step {
  if (name === undefined || email === undefined) return 1;
  return workshop === undefined || day === undefined ? 2 : 3;
}
