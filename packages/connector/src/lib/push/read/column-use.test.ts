import { expect, test } from "vitest";
import { adapterOf } from "../adapters/adapters.ts";
import { columnUse, usesOf } from "./column-use.ts";
import { NO_MAPPING } from "./push-mapping.ts";

const TILL = adapterOf("shop-till", undefined) ?? expect.fail();
const CRM = adapterOf("shop-till", "crm-export") ?? expect.fail();

/** How a file's columns are read without a mapping: `column → field`. */
function guesses(titles: string, adapter = TILL): string[] {
  const columns = titles.split(";");
  return usesOf(
    columns,
    columnUse("a.csv", columns, NO_MAPPING, adapter, () => undefined),
    true,
  ).toSorted();
}

test.each([
  ["Bestellnummer;Bestelldatum;Betrag;Erstattung;Kundennummer;E-Mail;Warengruppe"],
  ["Auftragsnr.;Bestellt am;Gesamtbetrag (EUR);Rückerstattung;Kunden-Nr.;E-Mail-Adresse;Kategorie"],
  ["N° de commande;Date de commande;Montant TTC;Remboursement;N° client;Adresse e-mail;Catégorie"],
  ["Número de pedido;Fecha;Importe total;Reembolso;Código de cliente;Correo electrónico;Categoría"],
  ["Numero ordine;Data ordine;Importo totale €;Rimborso;Codice cliente;Indirizzo email;Reparto"],
  ["Ordernummer;Besteldatum;Totaalbedrag;Terugbetaald bedrag;Klantnummer;E-mailadres;Afdeling"],
  ["Nr zamówienia;Data zamówienia;Kwota;Zwrot;Nr klienta;Adres e-mail;Dział"],
  ["Número do pedido;Data do pedido;Valor total;Valor reembolsado;Código do cliente;E-mail;Departamento"],
  ["Ordrenummer;Ordredato;Beløb;Refunderet beløb;Kundenummer;E-mail;Afdeling"],
  ["Ordernummer;Orderdatum;Belopp;Återbetalt belopp;Kundnummer;E-post;Avdelning"],
  ["Ordrenummer;Bestillingsdato;Totalbeløp;Refundert beløp;Kundenr;E-post;Avdeling"],
  ["Order ID;Sale Date;Order Total;Refund Amount;Buyer User ID;Buyer Email;Category"],
  ["increment_id;created_at;grand_total;total_refunded;customer_id;customer_email;category"],
  ["Order Number;Order Date (UTC);Total (USD);Amount Refunded;Customer No.;Customer Email;Department"],
])("guesses the columns of a shop's export: %s", (titles) => {
  const names = titles.split(";");
  const fields = ["id", "time", "amount", "refund", "account", "email", "department"];
  expect(guesses(titles)).toEqual(names.map((name, at) => `${name} → ${fields[at]}`).toSorted());
});

test.each([
  "Accepts Marketing",
  "Marketing consent",
  "Newsletter",
  "Opt in",
  "OPTIN_TIME",
  "Subscribed at",
  "Einwilligung Newsletter",
  "Card Number",
  "Price",
  "Shipping Email",
  "Recipient Phone",
  "Agent Email",
  "Email (agent)",
])("does not guess %s: a guess would invent consent, an amount or a person", (title) =>
  expect(guesses(title)).toEqual([]),
);

test("of two columns with numbers of customers, orders or consents, a guess reads one", () => {
  expect(guesses("User ID;Customer ID;Order Number;Order ID;Consent;Einwilligung")).toEqual([
    "Consent → consent",
    "Customer ID → account",
    "Order ID → id",
  ]);
});

test("in a customer base, a customer's number is the record's ID, too, unless another column is", () => {
  expect(guesses("Kundennummer;E-Mail;Betrag", CRM)).toEqual([
    "E-Mail → email",
    "Kundennummer → account",
    "Kundennummer → id",
  ]);
  expect(guesses("ID;Kundennummer", CRM)).toEqual(["ID → id", "Kundennummer → account"]);
});

test("amounts are read only from systems that have them", () => {
  expect(guesses("Betrag;Nachricht", adapterOf("social", undefined))).toEqual(["Nachricht → text"]);
});
