/**
 * The few things every part does with the page.
 * @module
 */

/** The element of an id that index.html has. */
export function at<E extends Element = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element "${id}"`);
  return found as unknown as E;
}

/** Puts a text where an id is. */
export function say(id: string, text: string): void {
  const element = at(id);
  if (element.textContent !== text) element.textContent = text;
}

/** A table row: the first cell is its heading, those after `left` columns are numbers. */
export function tableRow([heading = "", ...cells]: readonly string[], left: number): HTMLTableRowElement {
  const row = document.createElement("tr");
  const th = document.createElement("th");
  th.scope = "row";
  th.textContent = heading;
  row.append(th);
  for (const [i, text] of cells.entries()) {
    const td = row.insertCell();
    td.textContent = text;
    if (i + 1 >= left) td.className = "number";
  }
  return row;
}

/** Tells the reader what went wrong, for good. */
export function trouble(error: unknown): void {
  const box = at("trouble");
  box.hidden = false;
  box.textContent = error instanceof Error ? error.message : String(error);
}
