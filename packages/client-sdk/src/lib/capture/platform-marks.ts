import type { PageKind } from "@sedge/features";

/** The markup of one shop system's pages, as data. Every text but those of `paths` and `items` is a CSS selector. */
export interface PlatformPreset {
  /** An element that only pages of this kind have. The first kind that fits counts. */
  readonly kinds?: { readonly [kind in PageKind]?: string };
  /** Kinds by the path, for systems whose addresses are fixed: the source of a regular expression. */
  readonly paths?: { readonly [kind in PageKind]?: string };
  /** Forms and controls that put a product into the cart, take one out, and go to the checkout. */
  readonly add?: string;
  readonly remove?: string;
  readonly checkout?: string;
  /** What surrounds the controls of the product that the page is about. */
  readonly main?: string;
  /** Attributes in which a control, or what surrounds it, names its product, the best first. */
  readonly items?: readonly string[];
  /** Elements that describe a product by attributes alone, and those of its price and category. */
  readonly product?: string;
  readonly price?: string;
  readonly category?: string;
}

/** What only pages of a system have, cheap to look for on every page. */
const MARKS = {
  shopify: '[id^=shopify-section],[src*="/cdn/shop/"],[href*="cdn.shopify.com"],[src*="cdn.shopify.com"]',
  woocommerce: "body[class*=woocommerce],.woocommerce,.add_to_cart_button",
  magento: '[data-mage-init],script[type="text/x-magento-init"]',
  prestashop: "[data-button-action=add-to-cart],[id^=_desktop_],.blockcart,meta[name=generator][content=PrestaShop]",
  bigcommerce: '[src*="bigcommerce.com"],[href*="bigcommerce.com"],[data-cart-item-add]',
  shopware: "body[class*=is-ctl-]",
  snipcart: '#snipcart,.snipcart-add-item,[src*="snipcart.com"]',
  squarespace: '[src*="squarespace.com"],[src*="squarespace-cdn.com"],.sqs-add-to-cart-button',
  wix: 'meta[name=generator][content^="Wix.com"],#SITE_CONTAINER,[src*="parastorage.com"]',
} as const;
export type Platform = keyof typeof MARKS;

/** The shop systems whose marks the page has. */
export function platformsOf(document: ParentNode): Platform[] {
  return Object.entries(MARKS).flatMap(([name, mark]) => (document.querySelector(mark) ? [name as Platform] : []));
}
