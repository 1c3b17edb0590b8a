"""The words of a diagnosis: what was looked at, what was found, what to send to the platform."""

from __future__ import annotations

TITLES = {
    "approval": "État de l’inscription",
    "our_address": "Adresse publique de l’outil",
    "our_keys": "Clés publiques de l’outil, lues de l’extérieur",
    "platform_keys": "Clés publiques de la plateforme (JWKS)",
    "clock": "Heure de la plateforme",
    "login_address": "Adresse d’authentification de la plateforme",
    "token": "Jeton de service : {service}",
    "use": "Services reçus à la dernière ouverture",
}

FOUND = {
    "ok": "Tout va bien.",
    "not_approved": "La plateforme attend notre approbation : aucune activité ne s’ouvre.",
    "disabled": "La plateforme est suspendue : aucune activité ne s’ouvre.",
    "deployment_to_come": "Aucun déploiement n’est connu : celui de la première ouverture sera retenu.",
    "our_address_http": "L’adresse {url} n’est pas en https. Une plateforme en https ne peut pas l’afficher.",
    "our_address_unresolved": "Le nom {host} ne se résout pas depuis ce serveur.",
    "our_address_private": (
        "L’hôte {host} a une adresse privée ({address}) : une plateforme Moodle la bloque tant qu’elle "
        "n’est pas autorisée."
    ),
    "our_port_unusual": (
        "L’outil est sur le port {port} : Moodle n’appelle que les ports 80 et 443 par défaut."
    ),
    "our_keys_unreachable": (
        "L’adresse {url} ne répond pas ({problem}) : les plateformes ne peuvent pas lire nos clés."
    ),
    "our_keys_wrong": (
        "L’adresse {url} répond, mais pas avec les clés de cet outil. Vérifiez le serveur mandataire."
    ),
    "platform_keys_unreachable": (
        "L’adresse {url} ne répond pas ({problem}) : aucune ouverture ne peut être vérifiée."
    ),
    "platform_keys_unreadable": "L’adresse {url} répond autre chose qu’un jeu de clés ({problem}).",
    "platform_keys_empty": "L’adresse {url} ne donne aucune clé RSA.",
    "clock_unknown": "La plateforme ne dit pas l’heure qu’il est.",
    "clock_ahead": (
        "L’horloge de la plateforme avance de {seconds} s : ses ouvertures seront refusées au-delà de 60 s."
    ),
    "clock_behind": (
        "L’horloge de la plateforme retarde de {seconds} s : elle refusera nos demandes de jeton, "
        "donc les notes."
    ),
    "clock_drift": "Les deux horloges diffèrent de {seconds} s : c’est supporté, mais à corriger.",
    "login_unreachable": "L’adresse {url} ne répond pas ({problem}).",
    "login_wrong": "L’adresse {url} répond « {problem} » : ce n’est sans doute pas la bonne.",
    "token_unreachable": "L’adresse des jetons {url} ne répond pas ({problem}).",
    "platform_cannot_read_our_keys": (
        "L’adresse des jetons {url} répond une page d’erreur. C’est ce que fait Moodle quand il ne "
        "peut pas lire "
        "nos clés à {jwks_url}."
    ),
    "token_client_refused": (
        "La plateforme ne reconnaît pas l’outil (réponse « {problem} ») : identifiant client ou clé."
    ),
    "token_refused": "La plateforme refuse la demande de jeton (réponse « {problem} »).",
    "token_unreadable": "L’adresse des jetons {url} répond autre chose qu’un jeton.",
    "scores_not_granted": "La plateforme n’accorde pas l’envoi des notes : elles attendront.",
    "service_not_granted": "La plateforme n’accorde pas ce service ; l’outil s’en passe.",
    "never_opened": "Aucune activité n’a encore été ouverte depuis cette plateforme.",
    "opened_without_grades": "La dernière ouverture ne proposait aucune colonne de notes.",
    "opened_without_roster": "La dernière ouverture ne proposait pas la liste des personnes inscrites.",
}

_HTTP_SECURITY = (
    "Dans Moodle : Administration du site, Général, Sécurité, Sécurité HTTP, « Liste des hôtes "
    "bloqués de cURL » "
    "et « Liste des ports autorisés de cURL »."
)
TO_SEND = {
    "our_address_private": (
        "Bonjour, notre outil LTI est à une adresse du réseau interne ({address}), que Moodle "
        "bloque par défaut. "
        "Pouvez-vous retirer cette plage de la liste des hôtes bloqués ? " + _HTTP_SECURITY
    ),
    "our_port_unusual": (
        "Bonjour, notre outil LTI écoute sur le port {port}. Pouvez-vous l’ajouter aux ports "
        "autorisés, sur une "
        "ligne à part ? " + _HTTP_SECURITY
    ),
    "platform_cannot_read_our_keys": (
        "Bonjour, votre Moodle n’arrive pas à lire les clés de notre outil à {jwks_url}, et répond une page "
        "d’erreur à {url}. Pouvez-vous vérifier que cette adresse s’ouvre depuis le serveur Moodle : hôtes "
        "bloqués et ports autorisés, serveur mandataire, certificat ? " + _HTTP_SECURITY
    ),
    "platform_keys_unreachable": (
        "Bonjour, notre outil LTI doit lire les clés publiques de votre plateforme à {url} et "
        "n’obtient pas de "
        "réponse ({problem}). Pouvez-vous vérifier que cette adresse est ouverte à notre serveur ?"
    ),
    "platform_keys_unreadable": (
        "Bonjour, l’adresse {url}, enregistrée comme celle de vos clés publiques (JWKS), ne répond "
        "pas un jeu de "
        "clés. Pouvez-vous nous donner la « Public keyset URL » exacte ?"
    ),
    "platform_keys_empty": (
        "Bonjour, l’adresse {url} ne publie aucune clé RSA. Dans Moodle, une clé se crée dans "
        "Administration du "
        "site, Serveur, Clés ; le plus simple est de purger les caches puis de recharger la page."
    ),
    "clock_ahead": (
        "Bonjour, l’horloge de votre serveur avance de {seconds} s. Pouvez-vous la mettre à l’heure (NTP) ?"
    ),
    "clock_behind": (
        "Bonjour, l’horloge de votre serveur retarde de {seconds} s. Pouvez-vous la mettre à l’heure (NTP) ?"
    ),
    "login_unreachable": (
        "Bonjour, l’adresse {url}, enregistrée comme « Authentication request URL », ne répond "
        "pas. Pouvez-vous "
        "nous donner l’adresse exacte ?"
    ),
    "login_wrong": (
        "Bonjour, l’adresse {url}, enregistrée comme « Authentication request URL », répond « {problem} ». "
        "Pouvez-vous nous donner l’adresse exacte ?"
    ),
    "token_unreachable": (
        "Bonjour, l’adresse {url}, enregistrée comme « Access token URL », ne répond pas à notre serveur. "
        "Pouvez-vous vérifier qu’elle lui est ouverte ?"
    ),
    "token_client_refused": (
        "Bonjour, votre plateforme ne reconnaît pas notre outil (réponse « {problem} »). "
        "Pouvez-vous vérifier que "
        "l’identifiant client est {client_id} et que l’adresse des clés (Public keyset) est {jwks_url} ?"
    ),
    "token_refused": (
        "Bonjour, votre plateforme refuse la demande de jeton de notre outil (réponse « {problem} "
        "», identifiant "
        "client {client_id}). Pouvez-vous vérifier la fiche de l’outil et l’heure du serveur ?"
    ),
    "token_unreadable": (
        "Bonjour, l’adresse {url}, enregistrée comme « Access token URL », ne répond pas un jeton. "
        "Pouvez-vous "
        "nous donner l’adresse exacte ?"
    ),
    "scores_not_granted": (
        "Bonjour, notre outil n’a pas le droit d’envoyer les notes. Dans la fiche de l’outil, à « "
        "Services », "
        "pouvez-vous régler « IMS LTI Assignment and Grade Services » sur « Utiliser ce service pour la "
        "synchronisation des notes et la gestion des colonnes » ?"
    ),
    "service_not_granted": (
        "Bonjour, le service « {service} » n’est pas accordé à notre outil. Si vous voulez "
        "l’activer, c’est dans la "
        "fiche de l’outil, à « Services »."
    ),
    "opened_without_grades": (
        "Bonjour, la dernière activité ouverte n’a pas de colonne de notes. Si elle doit être "
        "notée, vérifiez que "
        "la fiche de l’outil accepte les notes et que l’activité a un type de note « Point »."
    ),
    "opened_without_roster": (
        "Bonjour, la liste des personnes inscrites n’est pas accordée à notre outil. Dans la fiche "
        "de l’outil, à "
        "« Services », pouvez-vous activer « IMS LTI Names and Role Provisioning » ?"
    ),
}
