import type { FieldKind } from "@sedge/linkage/terms";

/** A field that a column can be read as: a field of a person, or the country of a row's phones and dates. */
export type ColumnField = FieldKind | "country";

/** Names of columns in English, one field a line, the likeliest first. */
const ENGLISH: Readonly<Record<ColumnField, string>> = {
  givenName:
    "given name, first name, forename, fname, first, given, given names, first names, forenames, christian name",
  surname: "surname, last name, family name, lname, last",
  fullName:
    "full name, name, first and surname, customer name, person name, contact name, display name, first and last name",
  birthDate:
    "birth date, dob, date of birth, birthday, bdate, born, birth year, yob, year of birth, birth month, month of birth, day of birth, dob year, dob month, dob day, birth day",
  birthPlace: "birth place, place of birth, pob, birth city, birth town",
  gender: "gender, sex",
  occupation: "occupation, job, job title, profession",
  streetNumber: "street number, house number, house no, street no, building number",
  street: "street, street name, address 1, address line 1, addr1, street address, address",
  addressDetail: "address detail, address 2, address line 2, addr2, unit, apartment, flat",
  locality: "locality, city, town, suburb, municipality, village",
  region: "region, state, province, county",
  postcode: "postcode, postal code, zip, zip code, post code fake, pin code, eircode, zip postal code, zip5",
  phone:
    "phone, phone number, phone no, telephone, telephone number, tel, mobile, mobile number, mobile phone, cell, cell phone, home phone, work phone, contact number",
  email: "email, email address, mail, mail address, email id",
  nationalId:
    "national id, soc sec id, ssn, social security number, national insurance number, nino, nhs number, tax id, passport, passport number",
  income: "income, salary, annual income",
  country: "country, country code, country name",
};

/** The same in German, French, Spanish, Italian, Dutch, Polish, Portuguese and the Scandinavian languages. */
const OTHERS: Readonly<Partial<Record<ColumnField, string>>> = {
  givenName:
    "vorname, vornamen, rufname, prenom, prenoms, nombre, nombres, primer nombre, nome, nome proprio, voornaam, voornamen, roepnaam, imie, imiona, pierwsze imie, fornavn, fornamn, primeiro nome",
  surname:
    "nachname, familienname, zuname, nom, nom de famille, nom usuel, apellido, apellidos, primer apellido, segundo apellido, cognome, achternaam, familienaam, nazwisko, efternavn, etternavn, efternamn, sobrenome, apelido",
  fullName:
    "vollstandiger name, vor und nachname, name vorname, vorname name, nom complet, nom et prenom, nom prenom, prenom nom, nombre completo, nombre y apellidos, nome completo, nome e cognome, cognome e nome, naam, volledige naam, imie i nazwisko, nazwisko i imie, fulde navn, navn, namn",
  birthDate:
    "geburtsdatum, geburtstag, geboren, geboren am, geb datum, geburtsjahr, geburtsmonat, date de naissance, naissance, ne le, date naissance, annee de naissance, mois de naissance, jour de naissance, fecha de nacimiento, fecha nacimiento, nacimiento, ano de nacimiento, mes de nacimiento, dia de nacimiento, data di nascita, data nascita, nascita, anno di nascita, mese di nascita, giorno di nascita, geboortedatum, geboortejaar, geboortemaand, geboortedag, data urodzenia, urodzony, rok urodzenia, miesiac urodzenia, dzien urodzenia, fodselsdato, fodselsdag, fodelsedatum, data de nascimento",
  birthPlace:
    "geburtsort, lieu de naissance, lugar de nacimiento, luogo di nascita, geboorteplaats, miejsce urodzenia, fodested, fodselssted, fodelseort, local de nascimento",
  gender: "geschlecht, anrede, sexe, genre, civilite, sexo, genero, sesso, genere, geslacht, plec, kjonn, kon",
  occupation: "beruf, metier, profesion, ocupacion, professione, beroep, zawod, profissao",
  streetNumber:
    "hausnummer, hausnr, haus nr, numero de rue, numero de calle, numero civico, civico, huisnummer, huisnr, nr domu, numer domu, husnummer",
  street:
    "strasse, str, strassenname, anschrift, adresse, strasse und hausnummer, strasse hausnummer, strasse nr, rue, voie, adresse 1, adresse ligne 1, calle, direccion, domicilio, via, indirizzo, straat, straatnaam, adres, ulica, ulica i numer, gade, gate, gata, adress, rua, morada, endereco",
  addressDetail:
    "adresszusatz, zusatz, adresse 2, adresse ligne 2, complement adresse, complement d adresse, appartement, piso, toevoeging, huisnummertoevoeging, nr mieszkania, numer mieszkania, complemento",
  locality:
    "ort, wohnort, stadt, gemeinde, ville, commune, localite, ciudad, poblacion, localidad, municipio, citta, comune, localita, plaats, woonplaats, stad, gemeente, miasto, miejscowosc, poststed, postort, cidade, localidade",
  region:
    "bundesland, kanton, departement, canton, provincia, comunidad autonoma, regione, provincie, wojewodztwo, estado, distrito",
  postcode:
    "plz, postleitzahl, code postal, cp, codigo postal, cap, codice postale, postcode, kod pocztowy, postnummer, postnr",
  phone:
    "telefon, telefonnummer, telefonnr, rufnummer, handy, handynummer, mobil, mobilnummer, mobiltelefon, telephone portable, tel portable, portable, numero de telephone, telefono, numero de telefono, movil, telefono movil, celular, cellulare, numero di telefono, telefoon, telefoonnummer, mobiel, mobiele telefoon, gsm, telefon komorkowy, komorka, numer telefonu, nr telefonu, telefone, telemovel",
  email:
    "e mail adresse, email adresse, mailadresse, courriel, adresse courriel, adresse email, adresse e mail, adresse mail, mel, correo, correo electronico, indirizzo email, indirizzo e mail, posta elettronica, e mailadres, emailadres, adres email, adres e mail, poczta, epost, e post, e mail adres",
  nationalId:
    "steuer id, ahv nummer, ahv nr, numero de securite sociale, nir, dni, nif, codice fiscale, bsn, burgerservicenummer, pesel, cpr nummer, cpr, fodselsnummer, personnummer",
  income: "einkommen, gehalt, revenu, ingresos, reddito, inkomen, dochod",
  country: "land, pays, pais, paese, nazione, kraj",
};

/** A field of a record that a column of `sedge push` can be read as, besides those of its person. */
export type RecordColumn =
  | "id"
  | "time"
  | "amount"
  | "refund"
  | "department"
  | "text"
  | "turns"
  | "consent"
  | "consentAt"
  | "withdrawnAt"
  | "learn"
  | "consentDay"
  | "policyVersion"
  | "loyalty"
  | "account";

/**
 * The same for records, in all of these languages. No name of consent to newsletters or to marketing is among them: it is
 * no consent to linking. Nor is a card number: a till's payment cards end in the same four digits.
 */
const RECORDS: Readonly<Record<RecordColumn, string>> = {
  id: "id, record id, event id, uuid, message id, transaction id, receipt id, receipt number, receipt no, order id, order number, order no, order nr, increment id, invoice number, invoice no, sale id, payment id, ticket id, bestellnummer, bestellnr, bestell nr, bestell id, auftragsnummer, auftragsnr, auftrags nr, auftrags id, belegnummer, belegnr, beleg nr, bonnummer, bonnr, bon nr, rechnungsnummer, rechnungsnr, rechnungs nr, vorgangsnummer, numero de commande, numero commande, n commande, no commande, n de commande, reference commande, reference de commande, id commande, commande, numero de facture, n facture, numero de ticket, numero de pedido, numero pedido, n pedido, no pedido, id pedido, id de pedido, pedido, numero de factura, numero do pedido, id do pedido, numero ordine, n ordine, id ordine, numero d ordine, numero fattura, bestelnummer, bestelnr, ordernummer, ordernr, order id, bonnummer, factuurnummer, numer zamowienia, nr zamowienia, id zamowienia, numer paragonu, numer faktury, ordrenummer, ordrenr, ordre id, ordernummer, bestillingsnummer, kvitteringsnummer, kvittonummer, fakturanummer",
  time: "time, timestamp, at, date, datetime, date time, date and time, created at, created date, created, date created, occurred at, started at, order date, date of order, order time, sale date, purchase date, date of purchase, purchased at, ordered at, placed at, payment date, transaction date, receipt date, invoice date, bestelldatum, bestellt am, bestellzeitpunkt, auftragsdatum, kaufdatum, verkaufsdatum, belegdatum, rechnungsdatum, buchungsdatum, zahlungsdatum, transaktionsdatum, datum, datum uhrzeit, datum und uhrzeit, zeitpunkt, zeitstempel, erstellt am, erstellt, erstelldatum, erstellungsdatum, angelegt am, date de commande, date commande, date de la commande, date d achat, date achat, date de vente, date de facture, date de creation, date creation, date et heure, horodatage, cree le, fecha, fecha y hora, fecha hora, fecha de pedido, fecha pedido, fecha del pedido, fecha de compra, fecha de venta, fecha de creacion, fecha creacion, creado el, data ordine, data dell ordine, data acquisto, data di acquisto, data vendita, data creazione, data di creazione, data e ora, data ora, creato il, besteldatum, bestelddatum, orderdatum, aankoopdatum, verkoopdatum, aangemaakt op, aanmaakdatum, datum en tijd, data zamowienia, data zakupu, data sprzedazy, data utworzenia, data i godzina, utworzono, data do pedido, data da compra, data de compra, data da venda, data de criacao, data e hora, criado em, ordredato, bestillingsdato, kobsdato, salgsdato, oprettet, dato, dato og tid, orderdatum, kopdatum, bestallningsdatum, skapad, kjopsdato, opprettet, data",
  amount:
    "amount, grand total, order total, total amount, order total amount, total price, total paid, amount paid, total, sum, gross, paid, basket value, order value, order amount, sale amount, transaction amount, grand total base, grand total purchased, betrag, gesamtbetrag, gesamtsumme, gesamtpreis, gesamt, rechnungsbetrag, bruttobetrag, zahlbetrag, zahlungsbetrag, endbetrag, bestellwert, bestellsumme, auftragswert, auftragssumme, warenkorbwert, umsatz, summe, summe brutto, gesamt brutto, brutto, montant, montant total, montant ttc, montant paye, montant de la commande, total ttc, total commande, total de la commande, prix total, importe, importe total, importe pagado, monto, monto total, total pedido, total del pedido, precio total, importo, importo totale, totale, totale ordine, prezzo totale, bedrag, totaalbedrag, totaal, orderbedrag, orderwaarde, ordertotaal, bestelbedrag, kwota, kwota calkowita, kwota zamowienia, kwota brutto, wartosc, wartosc zamowienia, wartosc brutto, suma, razem, valor, valor total, valor pago, valor do pedido, total do pedido, montante, belob, totalbelob, ordrebelob, samlet belob, i alt, belopp, totalbelopp, orderbelopp, orderbelop, ordrebelop, totalbelop, ordersumma, totalsumma, summa, totalt",
  refund:
    "refund, refunded amount, amount refunded, refund amount, refund total, total refunded, order refund amount, erstattung, erstattungsbetrag, erstatteter betrag, erstattet, ruckerstattung, ruckerstattungsbetrag, gutschriftbetrag, remboursement, montant rembourse, montant du remboursement, total rembourse, reembolso, importe reembolsado, importe del reembolso, total reembolsado, monto reembolsado, rimborso, importo rimborsato, importo del rimborso, totale rimborsato, terugbetaling, terugbetaald, terugbetaald bedrag, zwrot, kwota zwrotu, zwrocona kwota, valor reembolsado, valor do reembolso, refundering, refunderet, refunderet belob, refundert, refundert belop, aterbetalning, aterbetalat, aterbetalt belopp, aterbetalat belopp",
  department:
    "department, category, section, group, product category, abteilung, kategorie, produktkategorie, warengruppe, produktgruppe, rayon, categorie, categorie de produit, categoria, categoria del producto, categoria prodotto, reparto, departamento, afdeling, productcategorie, dzial, kategoria, kategoria produktu, kategori, produktkategori, varegruppe, avdeling, avdelning, varugrupp",
  text: "text, message, note, notes, body, content, nachricht, notiz, notizen, bemerkung, bemerkungen, kommentar, commentaire, remarque, mensaje, nota, notas, comentario, messaggio, note cliente, commento, bericht, opmerking, opmerkingen, notitie, wiadomosc, tresc, notatka, uwagi, mensagem, observacao, besked, bemaerkning, meddelande, anteckning, melding, notat",
  turns:
    "turns, messages, transcript, conversation, nachrichten, gesprachsverlauf, verlauf, mitschrift, messages echanges, transcription, mensajes, conversacion, transcripcion, messaggi, conversazione, trascrizione, berichten, gesprek, transcriptie, wiadomosci, rozmowa, mensagens, conversa, transcricao, beskeder, samtale, meddelanden, konversation, meldinger",
  consent:
    "consent, link consent, consent to linking, einwilligung, einwilligung verknupfung, zustimmung, consentement, consentimiento, consenso, toestemming, zgoda, consentimento, samtykke, samtycke",
  consentAt:
    "opted in at, opt in at, consented at, consent given at, einwilligung am, eingewilligt am, zugestimmt am, consentement le, consentimiento el",
  withdrawnAt:
    "opted out at, opt out at, unsubscribed at, unsub time, withdrawn at, consent withdrawn at, revoked at, widerrufen am, widerruf am, einwilligung widerrufen am, consentement retire le",
  learn: "learn, learn consent, consent to learn",
  consentDay:
    "consent day, consent date, consent at, opt in date, einwilligungsdatum, datum der einwilligung, date de consentement, date du consentement, fecha de consentimiento, fecha del consentimiento, data consenso, data del consenso, datum toestemming, toestemmingsdatum, data zgody, data do consentimento, samtykkedato, samtyckesdatum",
  policyVersion: "policy version, policy, privacy policy, consent version",
  loyalty:
    "loyalty, loyalty number, loyalty id, loyalty card, loyalty card number, member number, membership number, kundenkarte, kundenkartennummer, bonuskarte, treuekarte, treuekartennummer, mitgliedsnummer, carte de fidelite, carte fidelite, numero de fidelite, numero carte de fidelite, tarjeta de fidelidad, tarjeta de cliente, numero de socio, carta fedelta, tessera fedelta, numero tessera, klantenkaart, klantenkaartnummer, lidnummer, karta lojalnosciowa, numer karty lojalnosciowej, cartao fidelidade, cartao de fidelidade, kundekort, kundekortnummer, medlemsnummer, kundkort, kundkortsnummer",
  account:
    "account, account id, account number, customer id, customer number, customer no, customer nr, client id, client number, buyer id, buyer user id, buyer username, user id, member id, kundennummer, kundennr, kunden nr, kunden id, debitor, debitornummer, debitorennummer, debitoren nr, debitoren id, numero client, n client, no client, numero de client, id client, code client, identifiant client, numero de cliente, numero cliente, n cliente, no cliente, id cliente, id de cliente, codigo cliente, codigo de cliente, codice cliente, id del cliente, klantnummer, klantnr, klant id, klantcode, debiteurnummer, debiteurennummer, numer klienta, nr klienta, id klienta, kod klienta, numero do cliente, id do cliente, codigo do cliente, kundenummer, kundenr, kunde id, kundnummer, kundnr, kund id",
};

function listed(names: string | undefined): string[] {
  return names === undefined ? [] : names.split(",").map((name) => name.trim());
}

/** Usual column names of each field of a person, the likeliest first. Case, spaces, accents and punctuation are ignored. */
export const USUAL_NAMES: readonly (readonly [ColumnField, readonly string[]])[] = Object.entries(ENGLISH).map(
  ([field, names]) => [field as ColumnField, [...listed(names), ...listed(OTHERS[field as ColumnField])]] as const,
);

/** Usual column names of each field of a record. */
export const USUAL_RECORD_NAMES: readonly (readonly [RecordColumn, readonly string[]])[] = Object.entries(RECORDS).map(
  ([field, names]) => [field as RecordColumn, [...new Set(listed(names))]] as const,
);
