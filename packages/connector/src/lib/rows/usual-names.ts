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

function listed(names: string | undefined): string[] {
  return names === undefined ? [] : names.split(",").map((name) => name.trim());
}

/** Usual column names of each field, the likeliest first. Case, spaces, accents and punctuation are ignored. */
export const USUAL_NAMES: readonly (readonly [ColumnField, readonly string[]])[] = Object.entries(ENGLISH).map(
  ([field, names]) => [field as ColumnField, [...listed(names), ...listed(OTHERS[field as ColumnField])]] as const,
);
