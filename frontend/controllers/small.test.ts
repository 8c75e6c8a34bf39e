import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { copyText } from "./copy-text";
import { csrfToken, fill } from "./dom";
import { fold } from "./fold";
import { keepDraft } from "./keep-draft";
import { submitOnce } from "./submit-once";
import { mount, press, settle, submit, type } from "./testing";
import { undoToast } from "./undo-toast";

beforeEach(() => { sessionStorage.clear(); });
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

describe("dom", () => {
  it("fills named places and leaves unknown ones", () => {
    expect(fill("Step {n} of {total} {x}", { n: 2, total: 4 })).toBe("Step 2 of 4 {x}");
  });

  it("finds the token in the form, else in the cookie", () => {
    document.cookie = "csrftoken=from%20cookie";
    expect(csrfToken(mount("<form></form>"))).toBe("from cookie");
    expect(csrfToken(mount('<form><input name="csrfmiddlewaretoken" value="field"></form>'))).toBe("field");
  });
});

describe("undo-toast", () => {
  it("counts down and takes the offer away after ten seconds", async () => {
    vi.useFakeTimers();
    const toast = mount('<form data-seconds="10"><button data-part="undo" data-words="Undo ({n})"></button></form>');
    undoToast(toast);
    expect(toast.textContent).toBe("Undo (10)");
    await vi.advanceTimersByTimeAsync(4_100);
    expect(toast.textContent).toBe("Undo (6)");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(toast.isConnected).toBe(false);
  });
});

describe("submit-once", () => {
  it("lets the first submit go and holds the second", async () => {
    const form = mount<HTMLFormElement>('<form><button data-busy="sending">send</button></form>');
    submitOnce(form);
    expect(submit(form)).toBe(true);
    await settle();
    expect(form.querySelector("button")!.textContent).toBe("sending");
    expect(submit(form)).toBe(false);
    window.dispatchEvent(new Event("pageshow"));
    expect(submit(form)).toBe(true);
  });

  it("does not count a submit another behaviour refused", async () => {
    const form = mount<HTMLFormElement>("<form><button>send</button></form>");
    submitOnce(form);
    form.addEventListener("submit", (event) => event.preventDefault(), { once: true });
    submit(form);
    await settle();
    expect(form.querySelector("button")!.hasAttribute("aria-disabled")).toBe(false);
    expect(submit(form)).toBe(true);
  });
});

describe("keep-draft", () => {
  const NOTE = '<form><textarea data-draft="case:1"></textarea></form>';
  function open(how: string): HTMLTextAreaElement {
    vi.spyOn(document, "readyState", "get").mockReturnValue("interactive");
    vi.spyOn(performance, "getEntriesByType").mockReturnValue([{ type: how } as unknown as PerformanceEntry]);
    const field = mount(NOTE).querySelector("textarea")!;
    keepDraft(field);
    return field;
  }

  it("puts the text back when the page is opened again", () => {
    type(open("navigate"), "half a note");
    expect(open("navigate").value).toBe("half a note");
  });

  it("lets it go once the server's next page came, but not when the sending failed", () => {
    const field = open("navigate");
    type(field, "a note");
    submit(field.form!);
    expect(open("reload").value).toBe("a note");
    expect(open("navigate").value).toBe("");
    expect(sessionStorage.length).toBe(0);
  });
});

describe("fold", () => {
  it("closes with Escape, with cancel and with a press beside it", () => {
    const details = mount<HTMLDetailsElement>('<details><summary>open</summary><button data-part="cancel">no</button></details>');
    const leave = fold(details);
    for (const close of [() => press("Escape", details), () => details.querySelector("button")!.click(), () => document.body.click()]) {
      details.open = true;
      close();
      expect(details.open).toBe(false);
    }
    leave();
  });
});

describe("fold, opened", () => {
  it("takes the focus to what is asked first, past what is hidden", async () => {
    const details = mount<HTMLDetailsElement>('<details><summary>open</summary><input type="hidden"><input id="asked"></details>');
    fold(details);
    details.open = true;
    await settle();
    expect(document.activeElement!.id).toBe("asked");
  });
});

describe("copy-text", () => {
  it("copies and says so", async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    vi.stubGlobal("isSecureContext", true);
    const button = mount<HTMLButtonElement>('<button hidden data-text="2610407385" data-done="copied">copy</button>');
    copyText(button);
    expect(button.hidden).toBe(false);
    button.click();
    await settle();
    expect(writeText).toHaveBeenCalledWith("2610407385");
    expect(button.textContent).toBe("copied");
  });
});
