/** Answers for connecting behaviours to elements: `<div data-controller="reveal undo-toast">`.
 *
 * A controller is a function that receives its element and may return a function that undoes it. Elements that arrive
 * later (htmx swaps) are connected as well, elements that leave are let go. Controllers contain no words: every word a
 * reader sees comes from the server, in data attributes, hidden elements or `<template>`s.
 */

export type Controller = (element: HTMLElement) => void | (() => void);

const SELECTOR = "[data-controller]";

/** Connect all present and future elements under `root`; the returned function stops watching and lets all go. */
export function start(controllers: Record<string, Controller>, root: HTMLElement = document.documentElement): () => void {
  const connected = new Map<HTMLElement, (() => void)[]>();

  function connect(element: HTMLElement): void {
    if (connected.has(element)) return;
    const undo: (() => void)[] = [];
    connected.set(element, undo);
    for (const name of (element.dataset["controller"] || "").split(/\s+/)) {
      const controller = controllers[name];
      if (!controller) continue;
      try {
        const leave = controller(element);
        if (leave) undo.push(leave);
      } catch (error) {
        // One broken behaviour must not take the others with it: the page works without any of them.
        console.error(name, error);
      }
    }
  }

  function release(element: HTMLElement): void {
    const undo = connected.get(element);
    connected.delete(element);
    if (undo) for (const leave of undo) leave();
  }

  const watcher = new MutationObserver((records) => {
    for (const record of records) {
      for (const node of Array.from(record.removedNodes)) {
        if (node instanceof HTMLElement && !root.contains(node)) withDescendants(node).forEach(release);
      }
      for (const node of Array.from(record.addedNodes)) {
        if (node instanceof HTMLElement && root.contains(node)) withDescendants(node).forEach(connect);
      }
    }
  });

  withDescendants(root).forEach(connect);
  watcher.observe(root, { childList: true, subtree: true });
  return () => {
    watcher.disconnect();
    Array.from(connected.keys()).forEach(release);
  };
}

function withDescendants(node: HTMLElement): HTMLElement[] {
  const found = Array.from(node.querySelectorAll<HTMLElement>(SELECTOR));
  return node.matches(SELECTOR) ? [node].concat(found) : found;
}
