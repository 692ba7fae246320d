/**
 * English words that several areas share: the product, roles, sides, sectors, who does it, perspectives, the saved
 * light and the buttons that recur. The words of the field follow the project's glossary. Whole sentences only.
 */
export const common = {
  'product.name': 'Pairway',
  'product.notice': 'Service design. Not clinical advice.',

  'page.title': '{page} – Pairway',
  'page.skip': 'Skip to main content',
  'page.home': 'Pairway home',
  'page.back': 'Back',
  'page.footer': 'Pairway footer',
  'page.privacy': 'Privacy',
  'page.device': 'What we store on your device',
  'page.settings': 'Text size and colours',

  'button.cancel': 'Cancel',
  'button.close': 'Close',
  'button.copy': 'Copy',
  'invite.copyFailed': 'Your browser does not allow copying. Select the text and copy it yourself.',
  'button.copied': 'Copied',
  'button.undo': 'Undo',
  'button.tryAgain': 'Try again',

  'toast.region': 'Messages',
  'toast.close': 'Close the message: {text}',

  'error.summary': 'There is a problem',
  'error.prefix': 'Error:',
  'error.noConnection': 'We cannot reach the server. Check your connection and try again.',
  'error.unexpected': 'Something went wrong on our side. Wait a moment and try again.',
  'error.tooMany': 'Too many tries in a short time. Wait a minute and try again.',

  'role.facilitator': 'Facilitator',
  'role.patientLeader': 'Patient leader',
  'role.carer': 'Carer or family member',
  'role.professional': 'Professional',
  'role.supporter': 'Supporter',
  'role.observer': 'Observer',
  'role.systemPartner': 'System partner',

  'role.facilitator.is': 'You prepare and run the workshop. You are neutral and do not agree for anyone.',
  'role.patientLeader.is': 'You bring lived experience and lead as an equal partner.',
  'role.carer.is': 'You care for someone, unpaid, and bring your own lived experience.',
  'role.professional.is': 'You work in health or care, as a clinician, a manager or another worker.',
  'role.supporter.is': 'You help one person take part.',
  'role.observer.is': 'You can see the map and comment. You cannot change it.',
  'role.systemPartner.is': 'You can see the map and say what you think of it.',

  'sector.nhs': 'NHS',
  'sector.social_care': 'Social care and council',
  'sector.vcse': 'Voluntary and community',
  'sector.peer': 'Peer',
  'sector.self_family': 'Person and family',
  'sector.other_public': 'Other public service',
  'sector.none': 'Not said yet',

  'mode.for': 'Done for people',
  'mode.by': 'Done by people themselves',
  'mode.with': 'Done together',

  'perspective.lived': 'Lived experience',
  'perspective.professional': 'Professional knowledge',
  'perspective.both': 'Both',
  'perspective.other': 'Other',

  'saved.opening': 'Opening',
  'saved.saved': 'Saved',
  'saved.saving': 'Saving',
  'saved.offlineNothingWaiting': 'Offline',
  'saved.offlineKept': 'Offline, kept on this device',
  'saved.offlineNotKept': 'Offline, not kept yet',
  'saved.storeDown': 'Waiting for the server',
  'saved.refused': 'Something was not saved',
  'saved.readOnly': 'Reading only',
  'saved.stopped': 'Not connected',

  'saved.opening.means': 'The map is being opened.',
  'saved.saved.means': 'All your changes are stored safely on the server.',
  'saved.saving.means': 'Your last change is on its way to the server.',
  'saved.offlineNothingWaiting.means': 'You are not connected. All your changes were saved before. You can go on working.',
  'saved.offlineKept.means': 'You are not connected. You can go on working. Your changes are kept on this device and sent when you are back.',
  'saved.offlineNotKept.means': 'You are not connected, and this browser cannot keep your changes. Leave this page open until you are back.',
  'saved.storeDown.means': 'The server cannot store changes just now. Your changes are kept here and sent when it can.',
  'saved.refused.means': 'The server did not accept one of your changes. Your words are kept for you to copy.',
  'saved.readOnly.means': 'You can look at the map. You cannot change it now.',
  'saved.stopped.means': 'This workshop is closed on this device.',

  'feature.loading': 'Loading',
  'feature.failed': 'This could not be loaded. Check your connection.',
} as const;
