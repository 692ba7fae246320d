/**
 * Small helpers to make page elements without a framework: the map draws thousands of parts and keeps its own books.
 * Owns element creation and symbols as SVG; knows nothing of maps.
 */
import { symbols, type SymbolName, type SymbolShape } from '../../styles/symbols';

const SVG = 'http://www.w3.org/2000/svg';

/** A new HTML element with classes and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(name: Name, classes: string, ...children: (Node | string)[]): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = classes;
  element.append(...children);
  return element;
}

/** A new SVG element with attributes. */
export function makeSvg<Name extends keyof SVGElementTagNameMap>(name: Name, attributes: Readonly<Record<string, string>>): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** A symbol in the colour of the words around it, hidden from assistive technology: its word is beside it. */
export function makeSymbol(name: SymbolName): SVGSVGElement {
  const shape: SymbolShape = symbols[name];
  const svg = makeSvg('svg', { class: 'pw-symbol', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' });
  if (shape.solids !== undefined) svg.append(makeSvg('path', { d: shape.solids, fill: 'currentColor' }));
  if (shape.lines !== undefined) {
    svg.append(makeSvg('path', { d: shape.lines, fill: 'none', stroke: 'currentColor', 'stroke-width': '2', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }));
  }
  return svg;
}

/** Puts an element at a place by transform, which costs no layout of its neighbours. */
export function moveTo(element: HTMLElement, at: { x: number; y: number }): void {
  element.style.transform = `translate(${Math.round(at.x * 10) / 10}px, ${Math.round(at.y * 10) / 10}px)`;
}

/** Sets an attribute only when it changes: unchanged attributes cost style recalculation otherwise. */
export function attribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

/**
 * Brings elements into the order given, which is the order they are read in. The one with focus is never moved, because
 * moving an element takes its focus away; the others are put around it.
 */
export function inOrder(parent: Element, elements: readonly Element[]): void {
  const fixed = elements.findIndex((element) => element.contains(document.activeElement));
  // From the end, each before the one after it; the fixed one stands, and those after it go behind it.
  let after: Element | null = null;
  for (let index = elements.length - 1; index >= 0; index -= 1) {
    const element = elements[index];
    if (!element) continue;
    if (index !== fixed && element.nextElementSibling !== after) parent.insertBefore(element, after);
    after = element;
  }
}
