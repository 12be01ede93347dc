___TERMS_OF_SERVICE___

By creating or modifying this file you agree to Google Tag Manager's Community
Template Gallery Developer Terms of Service available at
https://developers.google.com/tag-manager/gallery-tos (or such other URL as
Google may provide), as modified from time to time.


___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "Sedge",
  "categories": ["PERSONALIZATION", "ANALYTICS"],
  "brand": { "id": "sedge", "displayName": "Sedge" },
  "description": "Classifies a visit on the visitor's device, with consent, and gives the page the visitor's cluster.",
  "containerContexts": ["WEB"]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "TEXT",
    "name": "site",
    "displayName": "Site",
    "help": "The site's name at the edge: lowercase letters, digits and hyphens.",
    "simpleValueType": true,
    "valueValidators": [{ "type": "REGEX", "args": ["[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?"] }]
  },
  {
    "type": "TEXT",
    "name": "endpoint",
    "displayName": "Endpoint",
    "help": "The HTTPS address of the edge.",
    "simpleValueType": true,
    "valueValidators": [{ "type": "REGEX", "args": ["https://.+"] }]
  },
  {
    "type": "TEXT",
    "name": "assets",
    "displayName": "Folder of Sedge's files",
    "help": "The HTTPS address where dist/script is served, with a trailing slash.",
    "simpleValueType": true,
    "valueValidators": [{ "type": "REGEX", "args": ["https://.+/"] }]
  },
  {
    "type": "SELECT",
    "name": "read",
    "displayName": "Read",
    "help": "Reads the calls of other tags and passes them on unchanged, so that the site needs no new code.",
    "simpleValueType": true,
    "defaultValue": "none",
    "macrosInSelect": false,
    "selectItems": [
      { "value": "none", "displayValue": "Nothing" },
      { "value": "ga4", "displayValue": "GA4's e-commerce events" },
      { "value": "segment", "displayValue": "Segment-style calls" },
      { "value": "ga4 segment", "displayValue": "Both" }
    ]
  },
  {
    "type": "TEXT",
    "name": "policy",
    "displayName": "Privacy policy version",
    "help": "The version of your privacy policy, such as 2026-11. Without it visits are only classified on the device.",
    "simpleValueType": true
  },
  {
    "type": "RADIO",
    "name": "consent",
    "displayName": "Consent",
    "simpleValueType": true,
    "defaultValue": "consent-mode",
    "radioItems": [
      { "value": "consent-mode", "displayValue": "From Google Consent Mode updates" },
      { "value": "page", "displayValue": "Set by the page" }
    ]
  }
]


___SANDBOXED_JS_FOR_WEB_TEMPLATE___

// Copyright 2026 The Sedge authors. Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file
// except in compliance with the License. You may obtain a copy at https://www.apache.org/licenses/LICENSE-2.0. Unless required
// by applicable law or agreed to in writing, software distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
// WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for the specific language governing
// permissions and limitations under the License.

const addConsentListener = require('addConsentListener');
const createArgumentsQueue = require('createArgumentsQueue');
const createQueue = require('createQueue');
const injectScript = require('injectScript');
const logToConsole = require('logToConsole');
const setInWindow = require('setInWindow');

// Queues calls until Sedge has loaded.
createArgumentsQueue('sedge', 'sedge.q');

// An injected script has no attributes, so the loader reads this object.
const tag = { site: data.site, endpoint: data.endpoint };
if (data.read && data.read !== 'none') tag.read = data.read;
if (data.policy) tag.policy = data.policy;
setInWindow('sedgeTag', tag, true);

// Forwards the visitor's consent updates as updates, not by consent.set: a consent platform repeats them on every page, and
// a repetition is no decision about a privacy text that has changed. The site's defaults are not forwarded.
if (data.consent === 'consent-mode') {
  const push = createQueue('dataLayer');
  ['analytics_storage', 'functionality_storage', 'personalization_storage'].forEach((type) => {
    addConsentListener(type, (changed, isGranted) => {
      const update = {};
      update[changed] = isGranted ? 'granted' : 'denied';
      push({ sedge_consent_update: update });
    });
  });
}

injectScript(data.assets + 'sedge.js', data.gtmOnSuccess, () => {
  logToConsole('Sedge could not be loaded from ' + data.assets);
  data.gtmOnFailure();
}, 'sedge');


___WEB_PERMISSIONS___

[
  {
    "instance": {
      "key": { "publicId": "access_globals", "versionId": "1" },
      "param": [
        {
          "key": "keys",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "sedge" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "sedge.q" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "sedgeTag" },
                  { "type": 8, "boolean": false },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "dataLayer" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  },
  {
    "instance": {
      "key": { "publicId": "access_consent", "versionId": "1" },
      "param": [
        {
          "key": "consentTypes",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "consentType" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" }
                ],
                "mapValue": [
                  { "type": 1, "string": "analytics_storage" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "consentType" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" }
                ],
                "mapValue": [
                  { "type": 1, "string": "functionality_storage" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "consentType" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" }
                ],
                "mapValue": [
                  { "type": 1, "string": "personalization_storage" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  },
  {
    "instance": {
      "key": { "publicId": "inject_script", "versionId": "1" },
      "param": [
        {
          "key": "urls",
          "value": { "type": 2, "listItem": [{ "type": 1, "string": "https://*/" }] }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  },
  {
    "instance": {
      "key": { "publicId": "logging", "versionId": "1" },
      "param": [{ "key": "environments", "value": { "type": 1, "string": "debug" } }]
    },
    "isRequired": true
  }
]


___TESTS___

scenarios: []


___NOTES___

How it is used: docs/gtm.md.
