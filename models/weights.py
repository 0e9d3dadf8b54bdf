"""Learned weights. Made by bench/train_developments.py; do not edit by hand."""

from __future__ import annotations

WEIGHTS = {'article': {'article': {'bias': -1.3749, 'echo': -3.5392, 'share': 8.6686, 'top': 0.2229},
             'sentence': {'bias': 3.5459,
                          'cosine': -3.8106,
                          'covered': -5.0894,
                          'covered3': -3.1308,
                          'jaccard': -7.5004,
                          'known': 5.3264,
                          'length': -0.0684,
                          'names': 0.6569,
                          'numbers': 1.4342,
                          'unseen': 0.7162}},
 'brief': {'article': {'bias': 1.3607, 'echo': 0.0, 'share': 0.0, 'top': 0.9185},
           'sentence': {'bias': 2.6284,
                        'core': 0.8678,
                        'cosine': -2.2134,
                        'jaccard': -2.3726,
                        'ledger': -0.7814,
                        'listed': -0.5844,
                        'pairs': -0.6303,
                        'statement': 0.6608}}}
