#include "engine/interchange/ftm_model.h"

#include <algorithm>
#include <iterator>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_split.h"

namespace attest {
namespace {

// The model of followthemoney 3.8 and 4.5 taken together, with Control and
// Territory, which came after: each schema with what it extends, the ends of an
// edge, and its own properties. Before a property `d:` means a date, and a
// reference to an entity is `p:` to a person, `o:` to a legal entity, `l:` to
// a place, `e:` to anything else.
constexpr FtmSchema kSchemata[] = {
    {"Address", FtmUse::kPlace, "Thing", "", "",
     "city country full googlePlaceId latitude longitude osmId "
     "postOfficeBox postalCode region remarks state street street2"},
    {"Airplane", FtmUse::kOther, "Vehicle", "", "",
     "icaoCode manufacturer serialNumber"},
    {"Analyzable", FtmUse::kAbstract, "", "", "",
     "companiesMentioned detectedCountry detectedLanguage emailMentioned "
     "ibanMentioned ipMentioned locationMentioned namesMentioned "
     "peopleMentioned phoneMentioned"},
    {"Article", FtmUse::kOther, "Document", "", "", ""},
    {"Assessment", FtmUse::kOther, "Thing", "", "",
     "assessmentId o:author d:publishDate"},
    {"Asset", FtmUse::kOther, "Thing Value", "", "", ""},
    {"Associate", FtmUse::kEdge, "Interval", "person", "associate",
     "p:associate p:person relationship"},
    {"Audio", FtmUse::kOther, "Document", "", "", "duration samplingRate"},
    {"BankAccount", FtmUse::kOther, "Asset", "", "",
     "accountNumber accountType balance d:balanceDate o:bank bankAddress "
     "bankName bic d:closingDate iban maxBalance d:maxBalanceDate "
     "d:openingDate"},
    {"Call", FtmUse::kOther, "Interval", "", "",
     "o:caller callerNumber duration o:receiver receiverNumber"},
    {"CallForTenders", FtmUse::kOther, "Interval Thing", "", "",
     "o:authority authorityReferenceId d:awardNoticeDate awardedInLots "
     "d:awardingDate callId certificationCheck d:clarificationDeadline "
     "d:contractNoticeDate cpvCode directive euFunding evaluationMechanism "
     "fallsUnderGPPScope involvesOutcome lotsNames maximumNumberOfLots "
     "multipleTenders numberOfLots nutsCode o:onBehalfOf paymentOptions "
     "procedure procurementType d:publicationDate relationToThreshold "
     "reverseAuctionsIncluded d:submissionDeadline tedUrl o:tenderers "
     "tendersForLots title"},
    {"Company", FtmUse::kOrganization, "Asset Organization", "", "",
     "bikCode caemCode capital cikCode coatoCode fnsCode fssCode ibcRuc "
     "ipoCode irsCode isinCode jibCode jurisdiction kppCode mbsCode "
     "okopfCode oksmCode okvedCode pfrNumber registrationNumber ricCode "
     "ticker voenCode"},
    {"Contract", FtmUse::kOther, "Asset", "", "",
     "o:authority cancelled classification d:contractDate criteria "
     "language method noticeId numberAwards procedure procedureNumber "
     "e:project status title type"},
    {"ContractAward", FtmUse::kEdge, "Interest Value", "contract", "supplier",
     "amended e:callForTenders e:contract cpvCode decisionReason "
     "documentNumber documentType lotNumber nutsCode o:supplier"},
    {"Control", FtmUse::kEdge, "Interest", "controller", "controlled",
     "controlType o:controlled o:controller legalBasis"},
    {"CourtCase", FtmUse::kOther, "Thing", "", "",
     "caseNumber category d:closeDate court d:fileDate status type"},
    {"CourtCaseParty", FtmUse::kEdge, "Interest", "party", "case",
     "e:case e:party"},
    {"CryptoWallet", FtmUse::kOther, "Thing Value", "", "",
     "accountId balance d:balanceDate d:creationDate currencySymbol "
     "o:holder managingExchange mangingExchange privateKey publicKey"},
    {"Debt", FtmUse::kEdge, "Interval Value", "debtor", "creditor",
     "o:creditor o:debtor"},
    {"Directorship", FtmUse::kEdge, "Interest", "director", "organization",
     "o:director o:organization secretary"},
    {"Document", FtmUse::kOther, "Analyzable Thing", "", "",
     "e:ancestors author d:authoredAt bodyText contentHash crawler d:date "
     "encoding extension fileName fileSize generator language messageId "
     "mimeType e:parent d:processedAt processingAgent processingError "
     "processingStatus d:publishedAt title translatedLanguage "
     "translatedText"},
    {"Documentation", FtmUse::kEdge, "Interest", "document", "entity",
     "e:document e:entity"},
    {"EconomicActivity", FtmUse::kOther, "Interval", "", "",
     "e:bankAccount e:bankForeign e:bankRub ccdNumber ccdValue e:contract "
     "o:contractHolder customsAmount customsProcedure o:declarant "
     "departureCountry destinationCountry directionOfTransportation "
     "dollarExchRate goodsDescription invoiceAmount originCountry "
     "o:receiver o:sender tradingCountry e:transport vedCode "
     "vedCodeDescription"},
    {"Email", FtmUse::kOther, "Folder HyperText PlainText", "", "",
     "bcc cc o:emitters from headers inReplyTo e:inReplyToEmail "
     "o:recipients sender subject threadTopic to"},
    {"Employment", FtmUse::kEdge, "Interest", "employee", "employer",
     "p:employee o:employer"},
    {"Event", FtmUse::kIncident, "Analyzable Interval Thing", "", "",
     "country important o:involved location o:organizer"},
    {"Family", FtmUse::kEdge, "Interval", "person", "relative",
     "p:person relationship p:relative"},
    {"Folder", FtmUse::kOther, "Document", "", "", ""},
    {"HyperText", FtmUse::kOther, "Document", "", "", "bodyHtml"},
    {"Identification", FtmUse::kOther, "Interval", "", "",
     "authority country o:holder number type"},
    {"Image", FtmUse::kOther, "Document", "", "", "credit p:pictured"},
    {"Interest", FtmUse::kAbstract, "Interval", "", "", "role status"},
    {"Interval", FtmUse::kAbstract, "", "", "",
     "alephUrl d:date description d:endDate indexText d:modifiedAt "
     "namesMentioned e:proof publisher publisherUrl recordId d:retrievedAt "
     "sourceUrl d:startDate summary"},
    {"LegalEntity", FtmUse::kOrganization, "Thing", "", "",
     "abbreviation brightQueryId brightQueryOrgId bvdId classification "
     "d:dissolutionDate dunsCode email icijId idNumber d:incorporationDate "
     "innCode jurisdiction legalForm leiCode licenseNumber mainCountry "
     "npiCode ogrnCode okpoCode opencorporatesUrl o:parent phone "
     "registrationNumber sayariId sector status swiftBic taxNumber "
     "taxStatus uniqueEntityId uscCode vatCode website"},
    {"License", FtmUse::kOther, "Contract", "", "",
     "area commodities reviewDate"},
    {"Membership", FtmUse::kEdge, "Interest", "member", "organization",
     "o:member o:organization"},
    {"Mention", FtmUse::kOther, "", "", "",
     "contextCountry contextEmail contextPhone detectedSchema e:document "
     "name o:resolved"},
    {"Message", FtmUse::kOther, "Folder HyperText Interval PlainText", "", "",
     "inReplyTo e:inReplyToMessage metadata e:recipientAccount "
     "o:recipients o:sender e:senderAccount subject threadTopic"},
    {"Note", FtmUse::kOther, "Analyzable Thing", "", "", "e:entity"},
    {"Occupancy", FtmUse::kEdge, "Interval", "holder", "post",
     "d:declarationDate p:holder e:post status"},
    {"Organization", FtmUse::kOrganization, "LegalEntity", "", "",
     "cageCode giiNumber imoNumber permId"},
    {"Ownership", FtmUse::kEdge, "Interest", "owner", "asset",
     "o:asset legalBasis o:owner ownershipType percentage sharesCount "
     "sharesCurrency sharesType sharesValue"},
    {"Package", FtmUse::kOther, "Folder", "", "", ""},
    {"Page", FtmUse::kOther, "", "", "",
     "bodyText detectedLanguage e:document index indexText translatedText "
     "translatedTextLanguage"},
    {"Pages", FtmUse::kOther, "Document", "", "", "pdfHash"},
    {"Passport", FtmUse::kOther, "Identification", "", "",
     "d:birthDate birthPlace gender givenName passportNumber "
     "personalNumber surname"},
    {"Payment", FtmUse::kEdge, "Interval Value", "payer", "beneficiary",
     "o:beneficiary e:beneficiaryAccount e:contract o:payer e:payerAccount "
     "programme e:project purpose sequenceNumber transactionNumber"},
    {"Person", FtmUse::kPerson, "LegalEntity", "", "",
     "appearance birthCountry d:birthDate birthPlace citizenship "
     "d:deathDate education ethnicity eyeColor fatherName firstName gender "
     "hairColor height lastName middleName motherName nameSuffix "
     "nationality passportNumber political position profession religion "
     "secondName socialSecurityNumber spokenLanguage title weight"},
    {"PlainText", FtmUse::kOther, "Document", "", "", ""},
    {"Position", FtmUse::kOther, "Thing", "", "",
     "d:dissolutionDate d:inceptionDate numberOfSeats o:organization "
     "subnationalArea"},
    {"Post", FtmUse::kOther, "Interest", "", "",
     "p:holder organization wikidataId"},
    {"Project", FtmUse::kOther, "Interval Thing Value", "", "",
     "goal phase projectId status"},
    {"ProjectParticipant", FtmUse::kEdge, "Interest", "participant", "project",
     "o:participant e:project"},
    {"PublicBody", FtmUse::kOrganization, "Organization", "", "", ""},
    {"RealEstate", FtmUse::kPlace, "Asset", "", "",
     "area cadastralCode censusBlock d:createDate encumbrance landType "
     "latitude longitude l:parent propertyType registrationNumber tenure "
     "titleNumber"},
    {"Representation", FtmUse::kEdge, "Interest", "agent", "client",
     "o:agent o:client"},
    {"Risk", FtmUse::kOther, "Interval", "", "",
     "country duration e:entity d:listingDate reason status topics"},
    {"Sanction", FtmUse::kOther, "Interval", "", "",
     "authority authorityId country duration e:entity d:listingDate "
     "program programId programUrl provisions reason status unscId"},
    {"Security", FtmUse::kOther, "Asset", "", "",
     "classification collateral figiCode isin d:issueDate o:issuer "
     "d:maturityDate registrationNumber ticker type"},
    {"Similar", FtmUse::kOther, "", "", "",
     "e:candidate confidenceScore criteria e:match matcher"},
    {"Succession", FtmUse::kEdge, "Interest", "predecessor", "successor",
     "o:predecessor o:successor"},
    {"Table", FtmUse::kOther, "Document", "", "", "columns csvHash rowCount"},
    {"TaxRoll", FtmUse::kOther, "Interval", "", "",
     "d:birthDate country givenName income surname taxPaid o:taxee wealth"},
    {"Territory", FtmUse::kPlace, "Thing", "", "",
     "fipsCode level nutsCode l:partOf territoryCode zipCode"},
    {"Thing", FtmUse::kAbstract, "", "", "",
     "address l:addressEntity alephUrl alias country d:createdAt "
     "description indexText keywords d:modifiedAt name notes previousName "
     "program programId e:proof publisher publisherUrl d:retrievedAt "
     "sourceUrl summary topics weakAlias wikidataId wikipediaUrl"},
    {"Trip", FtmUse::kIncident, "Event", "", "",
     "l:endLocation l:startLocation e:vehicle"},
    {"UnknownLink", FtmUse::kEdge, "Interest", "subject", "object",
     "e:object e:subject"},
    {"UserAccount", FtmUse::kOther, "Thing", "", "",
     "email ipAddress number o:owner password phone service username"},
    {"Value", FtmUse::kAbstract, "", "", "",
     "amount amountEur amountUsd currency"},
    {"Vehicle", FtmUse::kOther, "Asset", "", "",
     "d:buildDate d:deregistrationDate model o:operator o:owner "
     "d:registrationDate registrationNumber type"},
    {"Vessel", FtmUse::kOther, "Vehicle", "", "",
     "callSign crsNumber deadweightTonnage flag grossRegisteredTonnage "
     "imoNumber mmsi d:nameChangeDate navigationArea pastFlags pastTypes "
     "registrationPort tonnage"},
    {"Video", FtmUse::kOther, "Document", "", "", "duration"},
    {"Workbook", FtmUse::kOther, "Folder", "", "", ""},
};

// What a schema and those it extends have.
struct Known {
  const FtmSchema* schema = nullptr;
  absl::flat_hash_map<absl::string_view, FtmProperty> properties;
};
using Schemata = absl::flat_hash_map<absl::string_view, Known>;

FtmProperty PropertyOf(absl::string_view declared) {
  if (declared.size() < 2 || declared[1] != ':') return {.name = declared};
  FtmProperty property = {.name = declared.substr(2)};
  property.type = declared[0] == 'd' ? FtmType::kDate : FtmType::kEntity;
  if (declared[0] == 'p') property.range = EntityKind::kPerson;
  if (declared[0] == 'o') property.range = EntityKind::kOrganization;
  if (declared[0] == 'l') property.range = EntityKind::kPlace;
  return property;
}

const FtmSchema* FindRow(absl::string_view name) {
  const auto* const found =
      std::find_if(std::begin(kSchemata), std::end(kSchemata),
                   [&](const FtmSchema& row) { return row.name == name; });
  return found == std::end(kSchemata) ? nullptr : found;
}

// What is nearer to the schema stands.
void Inherit(const FtmSchema& from, Known& known) {
  for (absl::string_view declared :
       absl::StrSplit(from.properties, ' ', absl::SkipEmpty())) {
    const FtmProperty property = PropertyOf(declared);
    known.properties.try_emplace(property.name, property);
  }
  for (absl::string_view name :
       absl::StrSplit(from.extends, ' ', absl::SkipEmpty())) {
    const FtmSchema* const parent = FindRow(name);
    if (parent != nullptr) Inherit(*parent, known);
  }
}

const Schemata& AllSchemata() {
  static const auto& all = *[] {
    auto* made = new Schemata();
    for (const FtmSchema& row : kSchemata) {
      Known known = {.schema = &row, .properties = {}};
      Inherit(row, known);
      made->emplace(row.name, std::move(known));
    }
    return made;
  }();
  return all;
}

}  // namespace

absl::Span<const FtmSchema> FtmSchemata() { return kSchemata; }

const FtmSchema* FindFtmSchema(absl::string_view name) {
  const auto found = AllSchemata().find(name);
  return found == AllSchemata().end() ? nullptr : found->second.schema;
}

const FtmProperty* FindFtmProperty(const FtmSchema& schema,
                                   absl::string_view name) {
  const Known& known = AllSchemata().at(schema.name);
  const auto found = known.properties.find(name);
  return found == known.properties.end() ? nullptr : &found->second;
}

bool IsFtm(const FtmSchema& schema, absl::string_view ancestor) {
  if (schema.name == ancestor) return true;
  for (absl::string_view name :
       absl::StrSplit(schema.extends, ' ', absl::SkipEmpty())) {
    const FtmSchema* const parent = FindRow(name);
    if (parent != nullptr && IsFtm(*parent, ancestor)) return true;
  }
  return false;
}

bool IsFtmProvenance(absl::string_view property) {
  static constexpr absl::string_view kProperties[] = {
      "publisher", "publisherUrl", "sourceUrl",
      "proof",     "retrievedAt",  "modifiedAt"};
  return std::find(std::begin(kProperties), std::end(kProperties), property) !=
         std::end(kProperties);
}

EntityKind KindOfFtm(FtmUse use) {
  switch (use) {
    case FtmUse::kPerson:
      return EntityKind::kPerson;
    case FtmUse::kOrganization:
      return EntityKind::kOrganization;
    case FtmUse::kPlace:
      return EntityKind::kPlace;
    case FtmUse::kIncident:
    case FtmUse::kOther:
    case FtmUse::kEdge:
    case FtmUse::kAbstract:
      break;
  }
  return EntityKind::kIncident;
}

}  // namespace attest
