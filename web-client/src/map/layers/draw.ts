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

/** Symbols that were made before: copying one costs less than making it anew. */
const patterns = new Map<SymbolName, SVGSVGElement>();

/** A symbol in the colour of the words around it, hidden from assistive technology: its word is beside it. */
export function makeSymbol(name: SymbolName): SVGSVGElement {
  const pattern = patterns.get(name) ?? newSymbol(name);
  patterns.set(name, pattern);
  return pattern.cloneNode(true) as SVGSVGElement;
}

function newSymbol(name: SymbolName): SVGSVGElement {
  const shape: SymbolShape = symbols[name];
  const svg = makeSvg('svg', { class: 'pw-symbol', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' });
  if (shape.solids !== undefined) svg.append(makeSvg('path', { d: shape.solids, fill: 'currentColor' }));
  if (shape.lines !== undefined) {
    svg.append(makeSvg('path', { d: shape.lines, fill: 'none', stroke: 'currentColor', 'stroke-width': '2', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }));
  }
  return svg;
}

const transforms = new WeakMap<HTMLElement, string>();

/** Sets an element's transform, only when it changes. */
export function transformTo(element: HTMLElement, transform: string): void {
  if (transforms.get(element) === transform) return;
  transforms.set(element, transform);
  element.style.transform = transform;
}

const places = new WeakMap<HTMLElement, string>();

/**
 * Puts an element that stands by itself at a place of what it is in. Not by transform: for each of those the browser keeps a picture
 * of its own to put together, and a map has hundreds of elements in sight.
 */
export function standAt(element: HTMLElement, at: { x: number; y: number }): void {
  const [x, y] = [Math.round(at.x * 10) / 10, Math.round(at.y * 10) / 10];
  const key = `${x},${y}`;
  if (places.get(element) === key) return;
  places.set(element, key);
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
}

/** Puts an element that moves by itself at a place, by transform, which costs no layout. */
export function moveTo(element: HTMLElement, at: { x: number; y: number }): void {
  transformTo(element, `translate(${Math.round(at.x * 10) / 10}px, ${Math.round(at.y * 10) / 10}px)`);
}

const sizes = new WeakMap<HTMLElement, string>();

/** Sets an element's width and height in pixels, only when one changes; what is not given is left alone. */
export function sizeTo(element: HTMLElement, size: { width?: number; height?: number }): void {
  const key = `${size.width ?? ''},${size.height ?? ''}`;
  if (sizes.get(element) === key) return;
  sizes.set(element, key);
  if (size.width !== undefined) element.style.width = `${size.width}px`;
  if (size.height !== undefined) element.style.height = `${size.height}px`;
}

/** Sets a custom property, only when it changes. */
export function setProperty(element: HTMLElement, name: string, value: string): void {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
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
  const active = document.activeElement;
  const fixed = active && parent.contains(active) ? elements.findIndex((element) => element.contains(active)) : -1;
  // From the end, each before the one after it; the fixed one stands, and those after it go behind it.
  let after: Element | null = null;
  for (let index = elements.length - 1; index >= 0; index -= 1) {
    const element = elements[index];
    if (!element) continue;
    if (index !== fixed && (element.parentNode !== parent || element.nextElementSibling !== after)) parent.insertBefore(element, after);
    after = element;
  }
}
