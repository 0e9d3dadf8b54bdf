"""Learned weights. Made by bench/train_developments.py; do not edit by hand."""

from __future__ import annotations

WEIGHTS = {'article': {'article': {'bias': -0.9979, 'echo': -3.5839, 'share': 8.6549, 'top': 0.2213},
             'sentence': {'bias': 3.5669,
                          'cosine': -3.8753,
                          'covered': -5.1095,
                          'covered3': -3.1258,
                          'jaccard': -7.3567,
                          'known': 5.3183,
                          'length': -0.0656,
                          'names': 0.4608,
                          'numbers': 1.4347,
                          'unseen': 0.7221}},
 'brief': {'article': {'bias': 1.3607, 'echo': 0.0, 'share': 0.0, 'top': 0.9185},
           'sentence': {'bias': 2.6284,
                        'core': 0.8678,
                        'cosine': -2.2134,
                        'jaccard': -2.3726,
                        'ledger': -0.7814,
                        'listed': -0.5844,
                        'pairs': -0.6303,
                        'statement': 0.6608}}}
